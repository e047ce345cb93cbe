import CPostgres
import Foundation
import Storage

/// Runs `pg_dump`, which alone knows how to write a backup that every later PostgreSQL restores.
struct PostgresDump: Sendable {
  private let program: String
  private let environment: [String: String]

  /// - Throws: `StorageError.failed` when the program is in none of `folders` (by default those of PATH).
  init(url: String, folders: [String]? = nil) throws {
    let own = ProcessInfo.processInfo.environment
    let folders = folders ?? (own["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init)
    guard let program = folders.map({ $0 + "/pg_dump" }).first(where: FileManager.default.isExecutableFile) else {
      throw StorageError.failed("pg_dump is not installed (Debian: postgresql-client); it was looked for in \(folders)", statement: "")
    }
    self.program = program
    environment = own.merging(try Self.connection(url)) { $1 }
  }

  /// Appears under `path` only when it is whole; readable by its owner alone.
  func write(to path: String) throws {
    let unfinished = path + ".unfinished"
    let files = FileManager.default
    guard files.createFile(atPath: unfinished, contents: nil, attributes: [.posixPermissions: 0o600]) else {
      throw StorageError.cannotWrite(unfinished)
    }
    do {
      try run(["--format=custom", "--no-owner", "--file", unfinished])
      guard rename(unfinished, path) == 0 else { throw StorageError.cannotWrite("\(path): \(String(cString: strerror(errno)))") }
    } catch {
      // The reason why the copy failed matters more than a file that stays behind.
      try? files.removeItem(atPath: unfinished)
      throw error
    }
  }

  private func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    let errors = Pipe()
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      throw StorageError.failed("pg_dump: \(text)", statement: "")
    }
  }

  /// The address in libpq's environment variables: a command line could be read by every user of the machine.
  private static func connection(_ url: String) throws -> [String: String] {
    var message: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(url, &message) else {
      defer { PQfreemem(message) }
      throw StorageError.unreachable(message.map { String(cString: $0) } ?? "the address cannot be read")
    }
    defer { PQconninfoFree(options) }
    var variables: [String: String] = [:]
    var option = options
    while option.pointee.keyword != nil {
      if let variable = option.pointee.envvar, let value = option.pointee.val {
        variables[String(cString: variable)] = String(cString: value)
      }
      option += 1
    }
    return variables
  }
}
