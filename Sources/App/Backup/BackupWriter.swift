import Desk
import Foundation
import Storage
import StorageSQLite

/// Writes a backup while the desk is served: first the database as of one moment, then the files. Files are written before the
/// rows that name them and never changed, so the copy has every file that its rows name.
struct BackupWriter {
  let desk: OpenDesk

  /// - Parameter path: a folder that is not there yet, or a file that ends in `.tar`.
  func write(to path: String) async throws -> BackupManifest {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Complaint(.refused, t("command.backup.exists", ["path": path]), advice: t("command.backup.exists.advice"))
    }
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard access(parent, W_OK | X_OK) == 0 else { throw Self.closed(parent) }
    let isArchive = path.hasSuffix(".tar")
    let unfinished = path + ".unfinished"
    // What a run that was killed left behind.
    try? FileManager.default.removeItem(atPath: unfinished)
    do {
      try FileManager.default.createDirectory(
        atPath: "\(unfinished)/files", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let manifest = try await fill(unfinished)
      if isArchive {
        try Archive.pack(unfinished, into: path)
        try FileManager.default.removeItem(atPath: unfinished)
      } else {
        try Self.sync(unfinished)
        guard rename(unfinished, path) == 0 else { throw FileCopy.failure(path) }
      }
      try FileCopy.sync(parent)
      return manifest
    } catch {
      // The reason why it failed matters more than what stays behind.
      try? FileManager.default.removeItem(atPath: unfinished)
      throw Self.roomless(error, parent)
    }
  }

  /// The desk only reads for a backup: when a disk is full it is the one that the backup goes to.
  private static func roomless(_ error: any Error, _ folder: String) -> any Error {
    guard Complaint(error).status == .diskFull else { return error }
    return Complaint(
      .diskFull, "There is not enough room for the backup on the disk of \(folder).",
      advice: "The desk is unharmed, and nothing unfinished was left behind. Free some space there, or name a place on another disk.")
  }

  /// The command of the package works as the service's user, whoever called it: root's folders are closed to it.
  private static func closed(_ folder: String) -> Complaint {
    let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? t("command.theUser")
    guard FileManager.default.fileExists(atPath: folder) else {
      return Complaint(
        .missing, t("command.missing", ["path": folder]), advice: t("command.backup.createFolder", ["user": user, "folder": folder]))
    }
    return Complaint(
      .cannotWrite, t("command.backup.closed", ["folder": folder, "user": user]),
      advice: t("command.backup.closed.advice", ["user": user, "folder": folder]))
  }

  private func fill(_ folder: String) async throws -> BackupManifest {
    var list = HashList()
    let database = "\(folder)/\(BackupManifest.database)"
    try await desk.world.store.backup(to: database)
    let (steps, rows, named) = try await facts(of: database)
    list.add(try FileCopy.hash(database), BackupManifest.database)
    list.add(try FileCopy.copy(desk.folder.key, to: "\(folder)/\(BackupManifest.key)"), BackupManifest.key)
    let files = try copyFiles(to: folder, &list)
    let missing = named.filter { !files.contains("\($0.prefix(2))/\($0)") }
    let sums = "\(folder)/\(BackupManifest.sums)"
    try Data(list.text.utf8).write(to: URL(fileURLWithPath: sums))
    let manifest = BackupManifest(
      madeAt: Date().formatted(.iso8601), engine: desk.world.store.dialect.rawValue, steps: steps, rows: rows, files: files.count,
      missing: missing.isEmpty ? nil : missing,
      sums: try FileCopy.hash(sums))
    try manifest.write(to: folder)
    return manifest
  }

  /// Steps, rows and files as the copy names them; it is checked by the way. PostgreSQL's copy cannot be asked: there the desk itself is.
  private func facts(of copy: String) async throws -> ([String], [String: Int64], [String]) {
    let read: @Sendable (any Database) throws -> ([String], [String: Int64], [String]) = { db in
      (try db.values("SELECT name FROM schema_step ORDER BY name"), try BackupManifest.count(in: db), try BackupReader.blobs(in: db))
    }
    guard desk.world.store.dialect == .sqlite else {
      let (steps, _, named) = try await desk.world.read(read)
      return (steps, [:], named)
    }
    let store = try SQLiteStore(path: copy, readers: 1)
    let found = try await store.quickCheck()
    let facts = try await store.read(read)
    await store.close()
    guard found == ["ok"] else { throw StorageError.damaged(found.prefix(3).joined(separator: "; ")) }
    return facts
  }

  /// A file that is damaged is left out, like one that is not there: a backup without one picture is better than none. Whoever called hears
  /// of it, and so does whoever restores it.
  private func copyFiles(to folder: String, _ list: inout HashList) throws -> Set<String> {
    let names = try Self.names(below: desk.folder.blobs)
    var copied: Set<String> = []
    var progress = Progress(t("command.files"), of: names.count)
    for (index, name) in names.enumerated() {
      let parent = "\(folder)/files/\(name.prefix(2))"
      if !FileManager.default.fileExists(atPath: parent) {
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      }
      if try copyFile(name, to: folder) {
        list.add(String(name.suffix(64)), "files/\(name)")
        copied.insert(name)
      }
      progress.reach(index + 1)
    }
    return copied
  }

  /// - Returns: false when it is gone since it was seen, or is not what was written.
  private func copyFile(_ name: String, to folder: String) throws -> Bool {
    let (source, target) = ("\(desk.folder.blobs)/\(name)", "\(folder)/files/\(name)")
    do {
      if name.hasSuffix(try FileCopy.copy(source, to: target)) { return true }
    } catch  where access(source, F_OK) != 0 {
      // What no row names any more is swept away meanwhile.
    }
    guard unlink(target) == 0 else { throw FileCopy.failure(target) }
    return false
  }

  /// All of a folder is on the disk before it gets its name.
  private static func sync(_ folder: String) throws {
    for file in [BackupManifest.database, BackupManifest.sums, BackupManifest.file] { try FileCopy.sync("\(folder)/\(file)") }
    for prefix in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/files") {
      try FileCopy.sync("\(folder)/files/\(prefix)")
    }
    for place in ["\(folder)/files", folder] { try FileCopy.sync(place) }
  }

  /// `ab/abcd…`; what is being written has a name that begins with a dot.
  static func names(below folder: String) throws -> [String] {
    var names: [String] = []
    for prefix in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where prefix.utf8.count == 2 {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(prefix)").sorted() where name.utf8.count == 64 {
        names.append("\(prefix)/\(name)")
      }
    }
    return names
  }
}
