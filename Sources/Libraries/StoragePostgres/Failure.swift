import CPostgres
import Storage

/// What the server, or the connection to it, answered instead of a result.
struct Failure: Error {
  /// Five characters of the SQL standard and of PostgreSQL's appendix A.
  let state: String
  let message: String
  var statement = ""
  var isFatal = false
  /// A kept statement no longer fits a table that was altered since, or is not known to the server.
  var isStaleStatement = false

  static func lost(_ message: String) -> Failure { Failure(state: "08006", message: message, isFatal: true) }

  /// Another transaction was in the way; running the body again is expected to succeed.
  var isTransient: Bool { state == "40001" || state == "40P01" || isStaleStatement }

  var storageError: StorageError {
    switch state {
    case "23505": .constraint(.unique, detail: message)
    case "23503": .constraint(.foreignKey, detail: message)
    case "23514": .constraint(.check, detail: message)
    case "23502": .constraint(.notNull, detail: message)
    // Disk full, a disk that fails, a server that follows another one.
    case "53100", "58030", "25006": .cannotWrite(message)
    default:
      if state.hasPrefix("23") {
        .constraint(.other, detail: message)
      } else if isFatal || state.hasPrefix("08") || state.hasPrefix("57P") {
        .unreachable(message)
      } else {
        .failed("\(message) (\(state))", statement: statement)
      }
    }
  }
}

extension Failure {
  /// libpq's letters for the fields of an error (PG_DIAG_…), which are macros and do not import.
  private enum Field: UnicodeScalar {
    case severity = "V", state = "C", message = "M", function = "R"
  }

  init(_ result: OpaquePointer, statement: String) {
    func field(_ field: Field) -> String? {
      PQresultErrorField(result, Int32(field.rawValue.value)).map { String(cString: $0) }
    }
    let state = field(.state) ?? "08006"
    let severity = field(.severity) ?? "FATAL"
    self.init(
      state: state,
      message: field(.message) ?? String(cString: PQresultErrorMessage(result)),
      statement: statement,
      isFatal: severity == "FATAL" || severity == "PANIC",
      isStaleStatement: state == "26000" || (state == "0A000" && field(.function) == "RevalidateCachedQuery"))
  }
}
