import Foundation
import Storage
import StoragePostgres
import StorageSQLite

/// The rows of a desk that a program of its own serves, on the engine that this run of the tests is about.
struct OutsideDesk {
  let data: String
  /// What tells the program of the database.
  let environment: [String: String]

  /// Set up by Vera.
  static func make() async throws -> OutsideDesk {
    guard let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] else {
      return OutsideDesk(data: try Program.desk(), environment: [:])
    }
    let name = "app_" + UUID().uuidString.lowercased().replacing("-", with: "")
    let environment = ["OTKLIK_DATABASE": try await PostgresServer(url: url).create(name)]
    return OutsideDesk(data: try Program.desk(environment: environment), environment: environment)
  }

  var isSQLite: Bool { environment.isEmpty }

  func run(_ statement: SQL) async throws { try await with { store in try await store.write { _ = try $0.run(statement) } } }

  func values<T: ColumnValue & Sendable>(_ query: SQL) async throws -> [T] {
    try await with { store in try await store.read { try $0.values(query) } }
  }

  private func with<T>(_ body: (any Store) async throws -> T) async throws -> T {
    let store: any Store =
      if let url = environment["OTKLIK_DATABASE"] { try await PostgresStore(url: url, connections: 2) } else {
        try SQLiteStore(path: "\(data)/otklik.db")
      }
    let result = try await body(store)
    await store.close()
    return result
  }
}
