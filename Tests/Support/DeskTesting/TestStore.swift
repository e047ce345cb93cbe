import Desk
import Foundation
import Storage
import StoragePostgres
import StorageSQLite

/// A real database for each test, made cheap: migrated once a process, copied for each test.
package enum TestStore {
  private actor Template {
    private var path: String?
    private var database: Task<String, any Error>?

    /// The name of a migrated database that others are copied from; nobody may be connected to it.
    func database(_ steps: [Migration], at now: Int64, on server: PostgresServer) async throws -> String {
      if let database { return try await database.value }
      let making = Task {
        let name = TestStore.databaseName()
        let store = try await PostgresStore(url: try await server.create(name), connections: 2)
        _ = try await store.migrate(steps, at: now)
        await store.close()
        return name
      }
      database = making
      return try await making.value
    }

    func file(_ steps: [Migration], at now: Int64) async throws -> String {
      if let path { return path }
      let folder = try temporaryFolder()
      let fresh = "\(folder)/template.sqlite"
      let store = try SQLiteStore(path: fresh)
      _ = try await store.migrate(steps, at: now)
      let copy = "\(folder)/copy.sqlite"
      try await store.backup(to: copy)
      await store.close()
      path = copy
      return copy
    }
  }
  private static let template = Template()

  /// On PostgreSQL when TEST_DATABASE_URL names a server, else on SQLite. The server is thrown away with its databases.
  package static func make(_ steps: [Migration], at now: Instant) async throws -> any Store {
    if let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] {
      let server = PostgresServer(url: url)
      let template = try await template.database(steps, at: now.milliseconds, on: server)
      return try await PostgresStore(url: try await server.create(databaseName(), template: template), connections: 2)
    }
    let path = "\(try temporaryFolder())/desk.sqlite"
    try FileManager.default.copyItem(atPath: try await template.file(steps, at: now.milliseconds), toPath: path)
    return try SQLiteStore(path: path)
  }

  fileprivate static func databaseName() -> String { "desk_" + UUID().uuidString.lowercased().replacing("-", with: "") }

  package static func temporaryFolder() throws -> String {
    let path = NSTemporaryDirectory() + "otklik-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}
