import CPostgres
import Storage

/// A result of libpq, freed with this object.
final class Answer {
  private let result: OpaquePointer

  init(_ result: OpaquePointer) { self.result = result }
  deinit { PQclear(result) }

  var count: Int { Int(PQntuples(result)) }
  /// The command's own words: `COMMIT`, `UPDATE 3`.
  var command: String { String(cString: PQcmdStatus(result)) }

  /// A SELECT counts the rows it returned; only changes count here.
  var changed: Int { command.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(result))) ?? 0 }

  func rows() -> [Row] {
    let width = PQnfields(result)
    let columns = Row.Columns((0..<width).map { String(cString: PQfname(result, $0)) })
    let types = (0..<width).map { PQftype(result, $0) }
    return (0..<PQntuples(result)).map { row in
      Row(columns: columns, values: (0..<width).map { value(row: row, column: $0, type: types[Int($0)]) })
    }
  }

  private func value(row: Int32, column: Int32, type: Oid) -> SQL.Value {
    if PQgetisnull(result, row, column) == 1 { return .null }
    let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    if type == .bytea { return .blob(Self.hex(bytes)) }
    let text = String(decoding: bytes, as: UTF8.self)
    return switch type {
    case .bool: .int(text == "t" ? 1 : 0)
    case .int8, .int4, .int2, .oid: Int64(text).map { .int($0) } ?? .text(text)
    // Sums of whole numbers are numeric without a fraction; averages always have one.
    case .numeric: Int64(text).map { .int($0) } ?? Double(text).map { .real($0) } ?? .text(text)
    case .float8, .float4: Double(text).map { .real($0) } ?? .text(text)
    default: .text(text)
    }
  }

  /// `\x` and two digits a byte, as the setting `bytea_output = hex` of each connection promises.
  private static func hex(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    func digit(_ byte: UInt8) -> UInt8 { byte < 0x3A ? byte &- 0x30 : byte &- 0x57 }
    let count = bytes.count / 2 - 1
    return [UInt8](unsafeUninitializedCapacity: count) { target, used in
      for index in 0..<count { target[index] = digit(bytes[2 * index + 2]) << 4 | digit(bytes[2 * index + 3]) }
      used = count
    }
  }
}
