import Foundation

/// A run of letters and digits in a text.
package struct CutWord: Sendable {
  package let range: Range<String.Index>
  /// In small letters, without accents; ё counts as е.
  package let folded: String

  /// Longer ones are no words; an index has no room for them.
  private static let longest = 64

  package static func all(in text: String) -> [CutWord] {
    var found: [CutWord] = []
    let scalars = text.unicodeScalars
    var start: String.Index?
    var at = scalars.startIndex
    while at < scalars.endIndex {
      let isPart = isPart(scalars[at])
      if isPart, start == nil { start = at }
      if !isPart, let begun = start {
        found.append(CutWord(text, begun..<at))
        start = nil
      }
      at = scalars.index(after: at)
    }
    if let start { found.append(CutWord(text, start..<at)) }
    return found
  }

  private init(_ text: String, _ range: Range<String.Index>) {
    self.range = range
    folded = Self.fold(String(text.unicodeScalars[range].prefix(Self.longest)))
  }

  package static func fold(_ word: String) -> String {
    let lower = word.lowercased().replacing("ё", with: "е")
    // й is a letter of its own and stays; é is not.
    let hasAccents = lower.unicodeScalars.contains { (0xC0..<0x370).contains($0.value) || $0.properties.generalCategory == .nonspacingMark }
    return hasAccents && !lower.utf8.contains { $0 == 0xD0 || $0 == 0xD1 }
      ? lower.folding(options: .diacriticInsensitive, locale: nil) : lower
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (48...57).contains(scalar.value) || (97...122).contains(scalar.value | 32) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber,
      .nonspacingMark:
      return true
    default: return false
    }
  }
}
