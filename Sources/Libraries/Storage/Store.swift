/// A connection inside a transaction. Synchronous on purpose: nothing slow can be awaited while rows are locked.
package protocol Database: AnyObject {
  var dialect: Dialect { get }
  /// False inside `Store.read`.
  var isWriting: Bool { get }
  func rows(_ sql: SQL) throws -> [Row]
  /// Returns how many rows were changed.
  @discardableResult func run(_ sql: SQL) throws -> Int
  /// For rows that this transaction does not read again: done after all the rest, in the order of the calls, and before the commit.
  /// FTS5 writes out what it has gathered before any statement that could be undone alone. Rows that follow one another, those of all
  /// transactions of a commit, become one piece of its index to be merged later, not one each. On PostgreSQL they travel with the commit
  /// and cost no wait of their own.
  func runLast(_ sql: SQL) throws
  /// Reads row by row, for results that do not fit into memory.
  func each(_ sql: SQL, _ body: (Row) throws -> Void) throws
  /// Either all that `body` does or nothing of it, with the transaction going on after a failure that the caller catches
  /// around it. Without a savepoint a failed statement ends the whole transaction on PostgreSQL.
  func savepoint<T>(_ body: () throws -> T) throws -> T
  /// A short message that reaches the signal handler of every process on this database, after the commit and only then.
  /// At most `Signal.largest` bytes; equal signals of one transaction can arrive as one.
  func signal(_ text: String) throws
}

extension Database {
  package func row(_ sql: SQL) throws -> Row? { try rows(sql).first }
  /// `nil` when there is no row, and when its value is NULL.
  package func value<T: ColumnValue>(_ sql: SQL) throws -> T? {
    guard let row = try rows(sql).first, row.values[0] != .null else { return nil }
    return try row[0]
  }
  package func values<T: ColumnValue>(_ sql: SQL) throws -> [T] { try rows(sql).map { try $0[0] } }
  package func exists(_ sql: SQL) throws -> Bool { try !rows(sql).isEmpty }

  /// Put at the end of a SELECT whose row is going to be changed, so that two changes of one row wait for each other.
  package var lock: SQL { isWriting && dialect == .postgresql ? " FOR UPDATE" : "" }
}

/// Where the desk keeps its rows.
package protocol Store: Sendable {
  var dialect: Dialect { get }
  /// A consistent view of all rows; the body cannot change anything.
  func read<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T
  /// All of the body or nothing; returns after the commit is durable. The body can run more than once
  /// (PostgreSQL retries serialisation failures), so it must have no effect outside of the database.
  func write<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T
  /// Calls `handler` with each `Database.signal` of any process, in order. One handler.
  func onSignal(_ handler: @escaping @Sendable (String) -> Void) async throws
  /// A consistent copy of the whole database into the file, while serving.
  func backup(to path: String) async throws
  func close() async
}
