import Desk
import Foundation
import Storage
import StoragePostgres
import StorageSQLite

/// Puts a backup back into a new folder, and checks every hash and count before the folder gets its name.
struct BackupReader {
  let source: String
  let settings: Settings

  func restore() async throws -> BackupManifest {
    let target = settings.data
    try refuseToOverwrite(target)
    guard FileManager.default.fileExists(atPath: source) else {
      throw Complaint(.missing, t("command.missing", ["path": source]), advice: t("command.backup.missing.advice"))
    }
    let unfinished = target + ".restoring"
    // What a run that was killed left behind.
    try? FileManager.default.removeItem(atPath: unfinished)
    do {
      _ = try DataFolder.prepare(unfinished)
      let manifest = try await fill(unfinished)
      // An empty folder may be in the way; a folder with anything in it was refused above.
      rmdir(target)
      guard rename(unfinished, target) == 0 else { throw FileCopy.failure(target) }
      return manifest
    } catch {
      // The reason why it failed matters more than what stays behind.
      try? FileManager.default.removeItem(atPath: unfinished)
      throw error
    }
  }

  private func refuseToOverwrite(_ target: String) throws {
    guard let there = try? FileManager.default.contentsOfDirectory(atPath: target), !there.isEmpty else { return }
    throw Complaint(
      .refused, t("command.restore.notEmpty", ["path": target]),
      advice: t("command.restore.notEmpty.advice"))
  }

  private func fill(_ unfinished: String) async throws -> BackupManifest {
    var folder = source
    if source.hasSuffix(".tar") {
      folder = "\(unfinished)/unpacked"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Archive.unpack(source, into: folder)
    }
    let manifest = try BackupManifest.read(in: folder, of: source)
    try copy(folder, manifest, to: unfinished)
    try await check(manifest, in: unfinished)
    if folder != source { try FileManager.default.removeItem(atPath: folder) }
    return manifest
  }

  private func copy(_ folder: String, _ manifest: BackupManifest, to target: String) throws {
    let sums = "\(folder)/\(BackupManifest.sums)"
    guard try FileCopy.hash(sums) == manifest.sums else {
      throw Complaint(
        .damaged, t("command.backup.sumsDamaged", ["source": source, "file": BackupManifest.sums]), advice: t("command.backup.takeAnother"))
    }
    let list = try HashList(text: String(contentsOfFile: sums, encoding: .utf8))
    var progress = Progress(t("command.files"), of: list.entries.count)
    for (index, entry) in list.entries.enumerated() {
      let path = "\(target)/\(entry.name == BackupManifest.database ? "otklik.db" : entry.name)"
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      guard try FileCopy.copy("\(folder)/\(entry.name)", to: path) == entry.hash else {
        throw Complaint(.damaged, t("command.backup.fileDamaged", ["name": entry.name]), advice: t("command.backup.takeAnother"))
      }
      progress.reach(index + 1)
    }
  }

  private func check(_ manifest: BackupManifest, in folder: String) async throws {
    let store: any Store
    switch (manifest.engine, settings.database) {
    case ("sqlite", .sqlite):
      let file = try SQLiteStore(path: "\(folder)/otklik.db", readers: 1)
      store = file
      let found = try await file.quickCheck()
      guard found == ["ok"] else { throw StorageError.damaged(found.prefix(3).joined(separator: "; ")) }
    case ("postgresql", .postgresql(let url)):
      try await PostgresTools(url: url.reveal()).restore(from: "\(folder)/otklik.db")
      try FileManager.default.removeItem(atPath: "\(folder)/otklik.db")
      store = try await PostgresStore(url: url.reveal())
    default:
      throw Complaint(
        .refused, t("command.restore.otherEngine", ["engine": manifest.engine]),
        advice: t("command.restore.otherEngine.advice"))
    }
    let (rows, blobs) = try await store.read { db -> ([String: Int64], [String]) in
      (try BackupManifest.count(in: db), try Self.blobs(in: db))
    }
    await store.close()
    for (table, count) in manifest.rows where rows[table] != count {
      throw Complaint(.damaged, t("command.restore.counts", ["expected": "\(count)", "table": table, "count": "\(rows[table] ?? 0)"]))
    }
    let known = Set(manifest.missing ?? [])
    for blob in blobs where !known.contains(blob) && !FileManager.default.fileExists(atPath: "\(folder)/files/\(blob.prefix(2))/\(blob)") {
      throw Complaint(.damaged, t("command.restore.lacks", ["name": blob]))
    }
  }

  /// The hashes of all files that rows name.
  static func blobs(in db: any Database) throws -> [String] {
    try db.values("SELECT blob FROM attachment UNION SELECT blob FROM mail_raw WHERE blob IS NOT NULL ORDER BY 1")
  }
}
