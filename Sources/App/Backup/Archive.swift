import Foundation

/// A backup as one file, by the system's `tar`.
enum Archive {
  static func pack(_ folder: String, into path: String) throws {
    let unfinished = path + ".unfinished.tar"
    do {
      try run(path, ["--create", "--file", unfinished, "--directory", folder, "--sort=name", "."])
      // Under its own name stands only what is on the disk.
      try FileCopy.sync(unfinished)
      guard rename(unfinished, path) == 0 else { throw FileCopy.failure(path) }
    } catch {
      // Why it failed matters more than what stays behind.
      try? FileManager.default.removeItem(atPath: unfinished)
      throw error
    }
  }

  /// GNU tar refuses names that lead out of the folder; what else is strange is not in the list of hashes and is not looked at.
  static func unpack(_ path: String, into folder: String) throws {
    try run(path, ["--extract", "--file", path, "--directory", folder, "--no-same-owner", "--no-same-permissions"])
  }

  private static func run(_ path: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/tar")
    process.arguments = arguments
    let errors = Pipe()
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      // The second is what tar says when a part of a block still found room.
      if text.contains("No space left") || text.contains("Wrote only") { throw Complaint.diskFull(text) }
      throw Complaint(.damaged, t("command.archive.broken", ["path": path, "text": text]), advice: t("command.backup.takeAnother"))
    }
  }
}
