import CPostgres
import Storage

/// A statement as PostgreSQL takes it: text with `$1`, and for each value its type and bytes in the binary format.
///
/// Each value carries its type, so the server never has to guess it (`SELECT $1`, `LIMIT $1`, `$1 IS NULL`). NULL has no
/// type: it is written into the text, where the server gives it the type of its surroundings.
struct Statement {
  private(set) var text: String
  private(set) var types: [Oid] = []
  private var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var lengths: [Int32] = []
  let isWorthKeeping: Bool

  init(_ sql: SQL) {
    isWorthKeeping = sql.isWorthKeeping
    let pieces = sql.pieces.map(Substring.init)
    text = String(pieces[0])
    for (value, piece) in zip(sql.values, pieces.dropFirst()) {
      append(value)
      text += piece
    }
  }

  init(plain text: String) {
    self.text = text
    isWorthKeeping = false
  }

  /// The same values in another statement around this one.
  func wrapped(by opening: String) -> Statement {
    var copy = self
    copy.text = opening + text
    return copy
  }

  var key: Key { Key(text: text, types: types) }

  struct Key: Hashable {
    let text: String
    let types: [Oid]
  }

  private mutating func append(_ value: SQL.Value) {
    switch value {
    case .null: text += "NULL"
    case .int(let int): append(.int8, withUnsafeBytes(of: int.bigEndian) { Array($0) })
    case .real(let real): append(.float8, withUnsafeBytes(of: real.bitPattern.bigEndian) { Array($0) })
    case .text(let string): append(.text, string.utf8)
    case .blob(let blob): append(.bytea, blob)
    }
  }

  private mutating func append(_ type: Oid, _ value: some Collection<UInt8>) {
    types.append(type)
    text += "$\(types.count)"
    starts.append(bytes.count)
    lengths.append(Int32(value.count))
    bytes.append(contentsOf: value)
    // libpq takes a null pointer for NULL: even an empty last value needs an address.
    bytes.append(0)
  }

  /// Hands out what libpq's calls with parameters take: addresses, lengths, formats.
  func withParameters<R>(
    _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> R
  ) -> R {
    let binary = [Int32](repeating: 1, count: starts.count)
    return bytes.withUnsafeBytes { buffer in
      let addresses = starts.map { buffer.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
      return body(Int32(starts.count), addresses, lengths, binary)
    }
  }
}

extension Oid {
  static let bool: Oid = 16
  static let bytea: Oid = 17
  static let int8: Oid = 20
  static let int2: Oid = 21
  static let int4: Oid = 23
  static let text: Oid = 25
  static let oid: Oid = 26
  static let float4: Oid = 700
  static let float8: Oid = 701
  static let numeric: Oid = 1700
}
