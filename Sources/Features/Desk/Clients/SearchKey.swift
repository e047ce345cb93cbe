/// How names are compared when people look for them: without case, accents of "ё", quotes and punctuation.
package enum SearchKey {
  /// Longest part of a name that is looked at.
  static let longest = 200

  package static func of(_ text: String) -> String { words(text).joined(separator: " ") }

  package static func words(_ text: String) -> [String] {
    text.prefix(longest).lowercased().replacing("ё", with: "е").split { !($0.isLetter || $0.isNumber || "@._-".contains($0)) }.map(
      String.init)
  }

  /// Sorts after every text that begins with the same letters.
  static let last = "\u{10FFFF}"
}
