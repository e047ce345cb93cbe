/// Why the desk says no. Thrown by rules and queries, which know neither HTTP nor languages; `Refusal+HTTP.swift`
/// dresses it once as a page or as JSON.
package enum Refusal: Error, Sendable, Equatable {
  /// It is not there, or not yours: the two are told apart by nobody.
  case notFound
  case forbidden(Right?)
  /// Field → key of the reason, in the order of the form. `""` is the form as a whole.
  case invalid([Problem])
  /// Somebody else changed it meanwhile; the key says what.
  case conflict(String)

  package struct Problem: Sendable, Equatable {
    package let field: String
    package let key: String
    package let values: [String: String]
    package init(_ field: String, _ key: String, _ values: [String: String] = [:]) {
      self.field = field
      self.key = key
      self.values = values
    }
  }

  package static func invalid(_ field: String, _ key: String, _ values: [String: String] = [:]) -> Refusal {
    .invalid([Problem(field, key, values)])
  }
}
