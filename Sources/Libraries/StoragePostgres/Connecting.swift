import CPostgres
import Foundation
import Storage

extension Wire {
  static let oldestServer: Int32 = 150_000

  /// What the address does not say. With several hosts the one that can be written to is looked for.
  private static let defaults = [
    ("connect_timeout", "5"),
    ("target_session_attrs", "read-write"),
    ("keepalives_idle", "30"),
    ("keepalives_interval", "10"),
    ("keepalives_count", "3"),
    ("fallback_application_name", "otklik"),
  ]

  /// Results are read as text, so their form must not depend on the server's settings. `synchronous_commit` is only
  /// ever made stronger. A process that hangs does not hold its locks for more than a minute.
  private static let settings = """
    SET client_encoding = 'UTF8'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET datestyle = 'ISO';
    SET timezone = 'UTC'; SET client_min_messages = 'error'; SET idle_in_transaction_session_timeout = '60s';
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
    """

  /// A connection in pipeline mode.
  static func connect(_ url: String) throws -> OpaquePointer {
    guard let connection = open(url) else { throw StorageError.unreachable("no memory for a connection") }
    do {
      guard PQstatus(connection) == CONNECTION_OK else { throw StorageError.unreachable(reason(connection)) }
      guard PQserverVersion(connection) >= oldestServer else {
        throw StorageError.failed("PostgreSQL 15 or newer is needed, this is \(PQserverVersion(connection) / 10_000)", statement: "")
      }
      // Notices would go to standard error, behind the log's back; what matters also arrives as an error.
      PQsetNoticeProcessor(connection, { _, _ in }, nil)
      let result = PQexec(connection, settings)
      defer { PQclear(result) }
      guard PQresultStatus(result) == PGRES_TUPLES_OK, PQenterPipelineMode(connection) == 1 else {
        throw StorageError.unreachable(reason(connection))
      }
      return connection
    } catch {
      PQfinish(connection)
      throw error
    }
  }

  /// Later keywords win over earlier ones: the address is expanded after the defaults.
  static func open(_ url: String) -> OpaquePointer? {
    let pairs = defaults + [("dbname", url)]
    let strings = pairs.map { (strdup($0.0), strdup($0.1)) }
    defer {
      for (keyword, value) in strings {
        free(keyword)
        free(value)
      }
    }
    let keywords = strings.map { UnsafePointer($0.0) } + [nil]
    let values = strings.map { UnsafePointer($0.1) } + [nil]
    return PQconnectdbParams(keywords, values, 1)
  }

  static func reason(_ connection: OpaquePointer) -> String {
    String(cString: PQerrorMessage(connection)).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
