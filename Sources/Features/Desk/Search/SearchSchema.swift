import Storage

enum SearchSchema {
  static let steps = [
    Migration("2026-11-22 search: begin") { db in
      for statement in db.dialect == .sqlite ? SQLiteSearch.schema : PostgreSQLSearch.schema { try db.run(statement) }
    }
  ]
}
