import Foundation
import Synchronization

/// Values made of JSON texts in columns. A text always means the same, so what was made of it once is kept: building a calendar costs
/// hundreds of microseconds, and each change of a ticket asks for it.
final class JSONMemo<Value: Sendable>: Sendable {
  private static var limit: Int { 512 }
  private let known = Mutex<[String: Value]>([:])
  private let make: @Sendable (String) throws -> Value

  init(_ make: @escaping @Sendable (String) throws -> Value) { self.make = make }

  func callAsFunction(_ text: String) throws -> Value {
    if let value = known.withLock({ $0[text] }) { return value }
    let value = try make(text)
    known.withLock { known in
      if known.count >= Self.limit { known.removeAll() }
      known[text] = value
    }
    return value
  }
}

extension JSONMemo where Value: Decodable {
  convenience init() { self.init { try JSONText.decode($0) } }
}

enum JSONText {
  static func decode<T: Decodable>(_ text: String) throws -> T { try JSONDecoder().decode(T.self, from: Data(text.utf8)) }

  /// Sorted, so that equal values are equal texts.
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
