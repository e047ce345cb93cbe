import Foundation
import GRDB
import Storage

/// A GRDB connection in the words of `Storage`. Statements are prepared once per connection.
final class SQLiteConnection: Storage.Database {
  let dialect = Dialect.sqlite
  let isWriting: Bool
  private(set) var signals: [String] = []
  private let db: GRDB.Database

  init(_ db: GRDB.Database, isWriting: Bool) {
    self.db = db
    self.isWriting = isWriting
  }

  func rows(_ sql: Storage.SQL) throws -> [Storage.Row] {
    try translated {
      var result: [Storage.Row] = []
      try iterate(try prepared(sql), sql) { result.append($0) }
      return result
    }
  }

  func each(_ sql: Storage.SQL, _ body: (Storage.Row) throws -> Void) throws {
    // Not a kept statement: `body` may run the same one again, on children of the row.
    try translated { try iterate(db.makeStatement(sql: sql.text(for: .sqlite)), sql, body) }
  }

  /// Direct changes only, as PostgreSQL counts them: without those of triggers and of foreign keys.
  @discardableResult func run(_ sql: Storage.SQL) throws -> Int {
    try translated {
      let statement = try prepared(sql)
      let before = db.totalChangesCount
      try statement.execute(arguments: arguments(sql))
      return db.totalChangesCount == before ? 0 : db.changesCount
    }
  }

  func signal(_ text: String) throws {
    try Signal.check(text)
    signals.append(text)
  }

  func savepoint<T>(_ body: () throws -> T) throws -> T {
    let sent = signals.count
    var result: T?
    do {
      try translated {
        try db.inSavepoint {
          result = try body()
          return .commit
        }
      }
    } catch {
      signals.removeSubrange(sent...)
      throw error
    }
    return result!
  }

  /// Callers see `StorageError` at the statement that failed, not only after the transaction.
  private func translated<T>(_ work: () throws -> T) throws -> T {
    do { return try work() } catch let error as DatabaseError { throw StorageError(error) }
  }

  private func iterate(_ statement: Statement, _ sql: Storage.SQL, _ body: (Storage.Row) throws -> Void) throws {
    let columns = Storage.Row.Columns(statement.columnNames)
    let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments(sql))
    let count = columns.names.count
    while let row = try cursor.next() {
      var values: [Storage.SQL.Value] = []
      values.reserveCapacity(count)
      for index in 0..<count { values.append(Self.value(row[index] as DatabaseValue)) }
      try body(Storage.Row(columns: columns, values: values))
    }
  }

  private func prepared(_ sql: Storage.SQL) throws -> Statement {
    let text = sql.text(for: .sqlite)
    // A statement without values is either schema or rare: not worth a place in the cache.
    return sql.values.isEmpty ? try db.makeStatement(sql: text) : try db.cachedStatement(sql: text)
  }

  private func arguments(_ sql: Storage.SQL) -> StatementArguments {
    // Of optionals on purpose: given plain values GRDB goes through a key path, which costs a quarter of a short transaction.
    StatementArguments(
      sql.values.map { value -> (any DatabaseValueConvertible)? in
        switch value {
        case .int(let int): int.databaseValue
        case .real(let real): real.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        case .null: DatabaseValue.null
        }
      })
  }

  private static func value(_ value: DatabaseValue) -> Storage.SQL.Value {
    switch value.storage {
    case .null: .null
    case .int64(let int): .int(int)
    case .double(let real): .real(real)
    case .string(let text): .text(text)
    case .blob(let data): .blob([UInt8](data))
    }
  }
}
