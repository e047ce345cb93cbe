import GRDB
import GRDBSQLite
import Storage

/// Binds and steps a statement that GRDB has prepared. GRDB's own rows and arguments convert each value twice, which costs more than a
/// short statement itself; what they offer on top (observation of changes, adapters) nobody here uses.
struct PreparedStatement {
  private let statement: Statement
  private let handle: SQLiteStatement
  private let connection: OpaquePointer

  init(_ statement: Statement, on db: GRDB.Database) {
    self.statement = statement
    handle = statement.sqliteStatement
    connection = db.sqliteConnection!
  }

  func run(_ values: [Storage.SQL.Value]) throws {
    defer { end() }
    try bind(values)
    while try step() {}
  }

  func each(_ values: [Storage.SQL.Value], _ body: (Storage.Row) throws -> Void) throws {
    defer { end() }
    try bind(values)
    let columns = Storage.Row.Columns(statement.columnNames)
    let count = Int32(columns.names.count)
    while try step() {
      try body(Storage.Row(columns: columns, values: (0..<count).map(value)))
    }
  }

  /// - Returns: whether there is a row.
  private func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code)
    }
  }

  private func end() {
    // Its code only repeats the failure of the last step.
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)), sql: statement.sql)
  }

  private func bind(_ values: [Storage.SQL.Value]) throws {
    for (index, value) in values.enumerated() {
      let code = bind(value, at: Int32(index + 1))
      guard code == SQLITE_OK else { throw failure(code) }
    }
  }

  /// SQLite makes its own copy: the value may be gone when the statement is stepped.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private func bind(_ value: Storage.SQL.Value, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(handle, index)
    case .int(let int): return sqlite3_bind_int64(handle, index, int)
    case .real(let real): return sqlite3_bind_double(handle, index, real)
    // Without an address SQLite would take what is empty for NULL.
    case .text(""): return sqlite3_bind_text(handle, index, "", 0, Self.transient)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text64(handle, index, $0.baseAddress, UInt64($0.count), Self.transient, UInt8(SQLITE_UTF8))
        }
      }
    case .blob([]): return sqlite3_bind_zeroblob(handle, index, 0)
    case .blob(let bytes):
      return bytes.withUnsafeBytes { sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), Self.transient) }
    }
  }

  private func value(_ column: Int32) -> Storage.SQL.Value {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .int(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      let start = sqlite3_column_text(handle, column)
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self))
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(handle, column)
      return .blob(Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))))
    default: return .null
    }
  }
}
