import Storage
import StorageSQLite

/// Changes a desk behind the program's back.
enum Tampering {
  static func run(_ statement: SQL, in data: String) async throws {
    let store = try SQLiteStore(path: "\(data)/otklik.db")
    try await store.write { db in _ = try db.run(statement) }
    await store.close()
  }

  static func values<T: ColumnValue & Sendable>(_ query: SQL, in data: String) async throws -> [T] {
    let store = try SQLiteStore(path: "\(data)/otklik.db")
    let values: [T] = try await store.read { db in try db.values(query) }
    await store.close()
    return values
  }
}
