import Desk
import DeskTesting
import Storage

/// All rows of a desk, to see whether anything changed.
struct Snapshot: Equatable {
  let tables: [String: [String]]

  static func of(_ desk: TestDesk) async throws -> Snapshot {
    try await desk.world.read { db in
      let names: [String] =
        switch db.dialect {
        case .sqlite: try db.values("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
        case .postgresql: try db.values("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        }
      var tables: [String: [String]] = [:]
      // The names are the database's own.
      for name in names { tables[name] = try db.rows(SQL(trusted: "SELECT * FROM \(name)")).map { "\($0.values)" }.sorted() }
      return Snapshot(tables: tables)
    }
  }

  /// The tables that differ.
  func differences(to other: Snapshot) -> [String] {
    Set(tables.keys).union(other.tables.keys).filter { tables[$0] != other.tables[$0] }.sorted()
  }
}
