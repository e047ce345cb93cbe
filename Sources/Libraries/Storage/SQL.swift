/// SQL text with its bound values. Interpolating a value binds it; the only way to add text is to nest another `SQL`,
/// which was itself written as a literal. There is no initialiser that takes a string.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  package enum Value: Sendable, Equatable {
    case int(Int64), real(Double), text(String), blob([UInt8]), null
  }

  /// As SQLite takes it: a `?` in place of each value.
  package private(set) var text: String
  package private(set) var values: [Value]

  package init(stringLiteral text: String) {
    self.init(stringInterpolation: StringInterpolation(text))
  }

  package init(stringInterpolation interpolation: StringInterpolation) {
    text = interpolation.text
    values = interpolation.values
  }

  package static var empty: SQL { "" }
  package var isEmpty: Bool { text.isEmpty }

  package struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var values: [Value] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount)
      values.reserveCapacity(interpolationCount)
    }
    init(_ text: String) {
      self.init(literalCapacity: 0, interpolationCount: 0)
      appendLiteral(text)
    }
    package mutating func appendLiteral(_ text: String) {
      assert(!text.utf8.contains(SQL.mark), "a question mark stands for a value only: \(text)")
      self.text += text
    }
    package mutating func appendInterpolation(_ value: some ColumnValue) { bind(value.sqlValue) }
    /// Its own method only because the compiler warns of an optional that it takes to be described in words.
    package mutating func appendInterpolation<V: ColumnValue>(_ value: V?) { bind(value.sqlValue) }
    /// A list for `IN`: `IN (\(list: ids))`. An empty list binds NULL, which no row matches.
    ///
    /// The last value is repeated up to the next power of two: engines keep what they have prepared by its text, and every length would
    /// be a text of its own.
    package mutating func appendInterpolation<V: ColumnValue>(list: [V]) {
      guard let last = list.last else {
        text += "NULL"
        return
      }
      for value in list.dropLast() {
        bind(value.sqlValue)
        text += ", "
      }
      bind(last.sqlValue)
      for _ in list.count..<Self.padded(list.count) {
        text += ", "
        bind(last.sqlValue)
      }
    }
    /// Beyond the longest padded length SQLite would have too many values (32,766); such lists are rare and stay as they are.
    private static func padded(_ count: Int) -> Int {
      var length = 1
      while length < count { length *= 2 }
      return length <= 16_384 ? length : count
    }
    package mutating func appendInterpolation(_ sql: SQL) {
      text += sql.text
      values.append(contentsOf: sql.values)
    }
    mutating func bind(_ value: Value) {
      values.append(value)
      text += "?"
    }
  }

  private static let mark = UInt8(ascii: "?")

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

  /// The text between the values: one piece more than there are values.
  package var pieces: [Substring.UTF8View] { text.utf8.split(separator: Self.mark, omittingEmptySubsequences: false).map { $0 } }

  /// With values in it, or such that it is asked again and again: worth a place among prepared statements. The rest is schema.
  package var isWorthKeeping: Bool { !values.isEmpty || text.hasPrefix("SELECT") }
}

extension SQL {
  /// For statements that the program itself generates from a fixed vocabulary (schema in another dialect, pragmas).
  /// A check forbids its use outside of the storage targets.
  package init(trusted text: String) { self.init(stringLiteral: text) }
}
