import GRDB
import Storage

/// A GRDB connection in the words of `Storage`. Statements are prepared once per connection.
final class SQLiteConnection: Storage.Database {
  let dialect = Dialect.sqlite
  let isWriting: Bool
  private(set) var signals: [String] = []
  private var last: [Storage.SQL] = []
  private let db: GRDB.Database

  init(_ db: GRDB.Database, isWriting: Bool) {
    self.db = db
    self.isWriting = isWriting
  }

  func rows(_ sql: Storage.SQL) throws -> [Storage.Row] {
    var result: [Storage.Row] = []
    try translated { try prepared(sql).each(sql.values) { result.append($0) } }
    return result
  }

  func each(_ sql: Storage.SQL, _ body: (Storage.Row) throws -> Void) throws {
    // Not a kept statement: `body` may run the same one again, on children of the row.
    try translated { try PreparedStatement(db.makeStatement(sql: sql.text), on: db).each(sql.values, body) }
  }

  /// Direct changes only, as PostgreSQL counts them: without those of triggers and of foreign keys.
  @discardableResult func run(_ sql: Storage.SQL) throws -> Int {
    try translated {
      let before = db.totalChangesCount
      try prepared(sql).run(sql.values)
      return db.totalChangesCount == before ? 0 : db.changesCount
    }
  }

  func runLast(_ sql: Storage.SQL) throws { last.append(sql) }

  /// To be called once, when all of the transaction is done.
  func runWhatIsLast() throws {
    for sql in last { try run(sql) }
    last = []
  }

  func signal(_ text: String) throws {
    try Signal.check(text)
    signals.append(text)
  }

  func savepoint<T>(_ body: () throws -> T) throws -> T {
    let (sent, waiting) = (signals.count, last.count)
    try translated { try simple("SAVEPOINT piece") }
    do {
      let result = try body()
      try translated { try simple("RELEASE piece") }
      return result
    } catch {
      signals.removeSubrange(sent...)
      last.removeSubrange(waiting...)
      // A full disk can end the whole transaction, and the savepoint with it.
      if db.isInsideTransaction {
        try translated {
          try simple("ROLLBACK TO piece")
          try simple("RELEASE piece")
        }
      }
      throw error
    }
  }

  /// Callers see `StorageError` at the statement that failed, not only after the transaction.
  private func translated<T>(_ work: () throws -> T) throws -> T {
    do { return try work() } catch let error as DatabaseError { throw StorageError(error) }
  }

  private func simple(_ sql: String) throws { try PreparedStatement(db.cachedStatement(sql: sql), on: db).run([]) }

  private func prepared(_ sql: Storage.SQL) throws -> PreparedStatement {
    // A full disk can end the whole transaction. What is written after that would stand alone.
    if isWriting, !db.isInsideTransaction {
      throw DatabaseError(resultCode: .SQLITE_ABORT, message: "the transaction has ended", sql: sql.text)
    }
    let statement = try sql.isWorthKeeping ? db.cachedStatement(sql: sql.text) : db.makeStatement(sql: sql.text)
    return PreparedStatement(statement, on: db)
  }
}
