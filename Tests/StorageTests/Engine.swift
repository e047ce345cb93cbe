import Foundation
import Storage
import StoragePostgres
import StorageSQLite

/// What every test of a store runs on: SQLite always, PostgreSQL when TEST_DATABASE_URL names a server.
enum Engine: String, Sendable {
  case sqlite, postgresql

  static let serverAddress = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"]
  static let all: [Engine] = serverAddress == nil ? [.sqlite] : [.sqlite, .postgresql]
  static var hasServer: Bool { serverAddress != nil }

  /// Runs `body` on a database of its own, which is removed afterwards.
  func withDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
    let name = "otklik_test_" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let server = PostgresServer(url: Self.serverAddress ?? "")
    let address = self == .sqlite ? folder.appendingPathComponent("desk.sqlite").path : try await server.create(name)
    let outcome: Result<Void, any Error>
    do {
      outcome = .success(try await body(TestDatabase(engine: self, address: address, folder: folder.path)))
    } catch {
      outcome = .failure(error)
    }
    if self == .postgresql { try await server.drop(name) }
    try FileManager.default.removeItem(at: folder)
    try outcome.get()
  }

  /// The same with one open store and these tables.
  func withStore(_ tables: [SQL] = [], _ body: (any Store) async throws -> Void) async throws {
    try await withDatabase { database in
      let store = try await database.open()
      try await store.write { db in for table in tables { try db.run(db.dialect.schema(table)) } }
      do { try await body(store) } catch {
        await store.close()
        throw error
      }
      await store.close()
    }
  }
}

struct TestDatabase {
  let engine: Engine
  let address: String
  let folder: String

  /// Each call is like another process on the same database.
  func open(connections: Int = 4) async throws -> any Store {
    switch engine {
    case .sqlite: try SQLiteStore(path: address)
    case .postgresql: try await PostgresStore(url: address, connections: connections)
    }
  }
}
