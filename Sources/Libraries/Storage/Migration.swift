/// A named, forward-only step of the schema. The name is its identity and never changes: `"2026-11-22 tickets: begin"`.
package struct Migration: Sendable {
  package let name: String
  package let body: @Sendable (any Database) throws -> Void

  /// Statements in SQLite's words; `Dialect.schema` translates them.
  package init(_ name: String, _ statements: [SQL]) {
    self.name = name
    body = { db in for statement in statements { try db.run(db.dialect.schema(statement)) } }
  }

  /// For steps that differ by engine or that move data.
  package init(_ name: String, body: @escaping @Sendable (any Database) throws -> Void) {
    self.name = name
    self.body = body
  }
}

extension Store {
  /// Runs the steps that this database has not seen, each in its own transaction, and returns the names of those
  /// that it ran itself.
  /// A database with a step that this program does not know was written by a newer one and is left alone.
  package func migrate(_ steps: [Migration], at now: Int64) async throws -> [String] {
    var done: [String] = []
    for step in try await pendingSteps(of: steps) {
      let isOurs = try await write { db in
        try db.holdSchemaLock()
        // Another process may have been first.
        if try db.exists("SELECT 1 FROM schema_step WHERE name = \(step.name)") { return false }
        try step.body(db)
        try db.run("INSERT INTO schema_step (name, at) VALUES (\(step.name), \(now))")
        return true
      }
      if isOurs { done.append(step.name) }
    }
    return done
  }

  /// The steps that this database has not seen, in order; all of them when it is empty.
  package func pendingSteps(of steps: [Migration]) async throws -> [Migration] {
    try await write { db in
      try db.holdSchemaLock()
      let table: SQL = "CREATE TABLE IF NOT EXISTS schema_step (name TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT"
      try db.run(db.dialect.schema(table))
    }
    let done = Set(try await read { db -> [String] in try db.values("SELECT name FROM schema_step") })
    let unknown = done.subtracting(steps.map(\.name))
    guard unknown.isEmpty else { throw StorageError.newerSchema(unknownSteps: unknown.sorted()) }
    return steps.filter { !done.contains($0.name) }
  }
}

extension Database {
  fileprivate func holdSchemaLock() throws {
    if let lock = dialect.schemaLock { _ = try rows(lock) }
  }
}
