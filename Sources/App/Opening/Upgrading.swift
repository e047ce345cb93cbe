import Desk
import Foundation
import Logging
import Storage
import StorageSQLite

/// Brings the schema up to this program, with a verified copy of a database that holds something first.
struct Upgrading {
  static var steps: [Migration] { Wiring.schema(of: features) }

  private let store: any Store
  private let waiting: [Migration]
  /// Nothing is in the database yet.
  let isNew: Bool

  init(_ store: any Store) async throws {
    let steps = Self.steps
    self.store = store
    waiting = try await store.pendingSteps(of: steps)
    isNew = waiting.count == steps.count
  }

  /// - Parameters:
  ///   - copies: whether what is there is copied first.
  ///   - mayChange: false when a server is running on the folder: its schema is not changed under it.
  func run(folder: DataFolder, copies: Bool, mayChange: Bool, log: Logger) async throws {
    guard !waiting.isEmpty else { return }
    guard mayChange else {
      throw Complaint(
        .busy, t("command.upgrade.busy", ["process": FolderLock.holder(folder)]),
        advice: t("command.upgrade.busy.advice"))
    }
    if copies, !isNew { try await copy(to: folder, log: log) }
    let done = try await store.migrate(Self.steps, at: Clock.now().milliseconds)
    log.info("schema brought up to date", metadata: ["steps": "\(done.count)"])
  }

  private func copy(to folder: DataFolder, log: Logger) async throws {
    _ = try DataFolder.prepare(folder.backups)
    let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    let path = "\(folder.backups)/before-upgrade-\(time).db"
    try await store.backup(to: path)
    let copy = try SQLiteStore(path: path, readers: 1)
    let found = try await copy.quickCheck()
    await copy.close()
    guard found == ["ok"] else {
      throw Complaint(
        .damaged, t("command.upgrade.copyDamaged", ["detail": found.prefix(3).joined(separator: "; ")]),
        advice: t("command.upgrade.copyDamaged.advice"))
    }
    log.notice("copied the database before the upgrade", metadata: ["to": "\(path)"])
  }
}
