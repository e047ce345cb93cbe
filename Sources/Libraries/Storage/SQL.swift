/// SQL text with its bound values. Interpolating a value binds it; the only way to add text is to nest another `SQL`,
/// which was itself written as a literal. There is no initialiser that takes a string.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  package enum Value: Sendable, Equatable {
    case int(Int64), real(Double), text(String), blob([UInt8]), null
  }

  package private(set) var parts: [String]
  package private(set) var values: [Value]

  package init(stringLiteral text: String) {
    parts = [text]
    values = []
  }

  package init(stringInterpolation interpolation: StringInterpolation) {
    parts = interpolation.parts
    values = interpolation.values
  }

  package static var empty: SQL { "" }
  package var isEmpty: Bool { values.isEmpty && parts[0].isEmpty }

  package struct StringInterpolation: StringInterpolationProtocol {
    var parts = [""]
    var values: [Value] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(interpolationCount + 1)
      values.reserveCapacity(interpolationCount)
    }
    package mutating func appendLiteral(_ text: String) { parts[parts.count - 1] += text }
    package mutating func appendInterpolation(_ value: some ColumnValue) { bind(value.sqlValue) }
    /// Its own method only because the compiler warns of an optional that it takes to be described in words.
    package mutating func appendInterpolation<V: ColumnValue>(_ value: V?) { bind(value.sqlValue) }
    /// A list for `IN`: `IN (\(list: ids))`. An empty list binds NULL, which no row matches.
    package mutating func appendInterpolation<V: ColumnValue>(list: [V]) {
      if list.isEmpty { parts[parts.count - 1] += "NULL" }
      for (index, value) in list.enumerated() {
        if index > 0 { parts[parts.count - 1] += ", " }
        bind(value.sqlValue)
      }
    }
    package mutating func appendInterpolation(_ sql: SQL) {
      parts[parts.count - 1] += sql.parts[0]
      parts.append(contentsOf: sql.parts.dropFirst())
      values.append(contentsOf: sql.values)
    }
    mutating func bind(_ value: Value) {
      values.append(value)
      parts.append("")
    }
  }

  package static func + (left: SQL, right: SQL) -> SQL { "\(left)\(right)" }

  /// The pieces with `separator` between them: conditions joined by ` AND `, columns joined by `, `.
  package static func joined(_ pieces: [SQL], by separator: SQL) -> SQL {
    var result = StringInterpolation(literalCapacity: 0, interpolationCount: pieces.reduce(0) { $0 + $1.values.count })
    for (index, piece) in pieces.enumerated() {
      if index > 0 { result.appendInterpolation(separator) }
      result.appendInterpolation(piece)
    }
    return SQL(stringInterpolation: result)
  }

  /// The text with `?` (SQLite) or `$1` (PostgreSQL) in place of each value.
  package func text(for dialect: Dialect) -> String {
    guard parts.count > 1 else { return parts[0] }
    var text = parts[0]
    for (index, part) in parts.dropFirst().enumerated() {
      switch dialect {
      case .sqlite: text += "?"
      case .postgresql: text += "$\(index + 1)"
      }
      text += part
    }
    return text
  }
}

extension SQL {
  /// For statements that the program itself generates from a fixed vocabulary (schema in another dialect, pragmas).
  /// A check forbids its use outside of the storage targets.
  package init(trusted text: String) { self.init(stringLiteral: text) }
}
