import Foundation
import Storage
import Synchronization

/// Looks at the plan of each statement that pages and jobs issue in a test. A bad one is refused, so that the test fails with the
/// statement named; what tests ask the store themselves is their own affair.
package struct PlannedStore: Store {
  package struct BadPlan: Error, CustomStringConvertible {
    package let description: String
  }

  private let inner: any Store
  package init(_ inner: any Store) { self.inner = inner }

  package var dialect: Dialect { inner.dialect }
  package func read<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    try await inner.read { try body(PlannedDatabase($0)) }
  }
  package func write<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    try await inner.write { try body(PlannedDatabase($0)) }
  }
  package func onSignal(_ handler: @escaping @Sendable (String) -> Void) async throws { try await inner.onSignal(handler) }
  package func backup(to path: String) async throws { try await inner.backup(to: path) }
  package func close() async { await inner.close() }
}

private final class PlannedDatabase: Database {
  private let inner: any Database
  init(_ inner: any Database) { self.inner = inner }

  var dialect: Dialect { inner.dialect }
  var isWriting: Bool { inner.isWriting }
  func rows(_ sql: SQL) throws -> [Row] {
    try check(sql)
    return try inner.rows(sql)
  }
  func run(_ sql: SQL) throws -> Int {
    try check(sql)
    return try inner.run(sql)
  }
  func runLast(_ sql: SQL) throws {
    try check(sql)
    try inner.runLast(sql)
  }
  func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    try check(sql)
    try inner.each(sql, body)
  }
  func savepoint<T>(_ body: () throws -> T) throws -> T { try inner.savepoint(body) }
  func signal(_ text: String) throws { try inner.signal(text) }

  private func check(_ sql: SQL) throws {
    let text = sql.text
    guard SeenStatements.isNew(text) else { return }
    let plan = StatementPlan(statement: text, lines: try lines(sql))
    if let complaint = plan.complaint {
      FileHandle.standardError.write(Data("bad plan, \(complaint)\n".utf8))
      throw PlannedStore.BadPlan(description: complaint)
    }
    SeenStatements.add(text)
  }

  private func lines(_ sql: SQL) throws -> [String] {
    guard ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(where: { sql.text.drop { $0.isWhitespace }.hasPrefix($0) }) else {
      return []
    }
    guard dialect == .postgresql else { return try inner.rows("EXPLAIN QUERY PLAN \(sql)").map { try $0[3] } }
    try inner.run("SET LOCAL enable_seqscan = off")
    let lines: [String] = try inner.rows("EXPLAIN \(sql)").map { try $0[0] }
    try inner.run("SET LOCAL enable_seqscan = on")
    return lines
  }
}

/// One memory for the whole run: a statement is explained once.
private enum SeenStatements {
  private static let good = Mutex<Set<String>>([])

  static func isNew(_ text: String) -> Bool { good.withLock { !$0.contains(text) } }
  static func add(_ text: String) { good.withLock { _ = $0.insert(text) } }
}
