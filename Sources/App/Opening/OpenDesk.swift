import Desk
import Foundation
import Logging
import Secrets
import Storage
import StoragePostgres
import StorageSQLite
import Web

/// A desk that was opened for a command: its world, and what must be let go in the end.
struct OpenDesk {
  enum Purpose {
    /// Has the folder to itself, and makes a new desk where there is none.
    case serve
    /// Works beside a server, and makes a new desk where there is none.
    case begin
    /// Works beside a server on a desk that is there: a slip in --data is told, and makes no second one.
    case work
    /// The same, where the key is lost.
    case mendKey
  }

  let world: World
  let settings: Settings
  let folder: DataFolder
  private let lock: FolderLock?

  static func open(_ settings: Settings, for purpose: Purpose) async throws -> OpenDesk {
    // What belongs to the program first: it needs nothing of the folder.
    let resources = try ResourceFolder.find(settings.resources)
    let (translations, assets) = (try Translations(folder: "\(resources)/Languages"), try Assets(folder: "\(resources)/Public"))
    try DeskFiles(settings).check(for: purpose)
    let folder = try DataFolder.prepare(settings.data)
    let lock = try FolderLock(folder)
    if lock == nil, purpose == .serve { throw busy(folder) }
    let log = LogLines.logger(settings)
    let (store, key) = try await openStore(settings, folder, lock: lock, for: purpose, log: log)
    var world = World(
      store: store, features: features, now: Clock.now, translations: translations, assets: assets,
      blobs: try Blobs(folder: folder.blobs), passwords: PasswordBench(), keys: DeskKeys(key: key),
      live: LiveHub(), log: log, address: settings.address)
    world.mailNetworks = settings.mailNetworks
    world.instance = try folder.instance()
    world.edge = Edge(
      trustedProxies: settings.trustedProxies, metricsToken: settings.metricsToken, securityContact: settings.securityContact)
    world.dataFolder = folder.path
    return OpenDesk(world: world, settings: settings, folder: folder, lock: lock)
  }

  func close() async {
    await world.store.close()
    lock?.release()
  }

  /// Opens the desk, does the work, and lets go of it however the work ends.
  static func using<T: Sendable>(_ settings: Settings, for purpose: Purpose = .work, _ body: (OpenDesk) async throws -> T) async throws -> T
  {
    let desk = try await open(settings, for: purpose)
    do {
      let result = try await body(desk)
      await desk.close()
      return result
    } catch {
      await desk.close()
      throw error
    }
  }

  private static func openStore(
    _ settings: Settings, _ folder: DataFolder, lock: FolderLock?, for purpose: Purpose, log: Logger
  ) async throws -> (any Store, [UInt8]) {
    switch settings.database {
    case .sqlite(let path):
      let store = try SQLiteStore(path: path)
      return try await prepared(store) {
        let upgrading = try await Upgrading(store)
        if let lock, lock.wasLeftUnclean, !upgrading.isNew { try await check(store, log: log) }
        let key = try DeskFiles(settings).key(isNew: upgrading.isNew, for: purpose)
        try await upgrading.run(folder: folder, copies: true, mayChange: lock != nil, log: log)
        return key
      }
    case .postgresql(let url):
      let store = try await PostgresStore(url: url.reveal())
      return try await prepared(store) {
        let upgrading = try await Upgrading(store)
        let key = try DeskFiles(settings).key(isNew: upgrading.isNew, for: purpose)
        // Nodes share the database: each holds the lock of its schema for a step, so any of them may upgrade it.
        try await upgrading.run(folder: folder, copies: false, mayChange: true, log: log)
        return key
      }
    }
  }

  private static func prepared(_ store: any Store, _ work: () async throws -> [UInt8]) async throws -> (any Store, [UInt8]) {
    do {
      return (store, try await work())
    } catch {
      await store.close()
      throw error
    }
  }

  private static func check(_ store: SQLiteStore, log: Logger) async throws {
    log.notice("the last run did not end well; checking the database")
    let found = try await store.quickCheck()
    guard found == ["ok"] else { throw StorageError.damaged(found.prefix(3).joined(separator: "; ")) }
  }

  private static func busy(_ folder: DataFolder) -> Complaint {
    Complaint(
      .busy, t("command.busy", ["process": FolderLock.holder(folder), "folder": folder.path]),
      advice: t("command.busy.advice"))
  }
}

enum Clock {
  /// The only place where the program looks at the clock.
  static let now: @Sendable () -> Instant = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
