import WordForms

/// What somebody typed into the search: words and "phrases" that have to be there, -words that must not.
/// Any text is a query; nothing in it is an instruction to the database.
package struct SearchQuery: Sendable, Equatable {
  package struct Term: Sendable, Equatable {
    /// More than one word is a phrase. In small letters, not yet stems.
    package let words: [String]
    package let isNegated: Bool
    /// The last word while it is typed: any word that begins with it.
    package let isPrefix: Bool
  }

  package static let longest = 300
  package static let mostTerms = 10
  /// A shorter beginning of a word begins too many.
  package static let shortestPrefix = 3

  package let text: String
  package let terms: [Term]
  /// More was typed than is looked for.
  package let wasCut: Bool
  /// "123" and "#123": a ticket's number, before anything else.
  package let number: Int64?

  package var wanted: [Term] { terms.filter { !$0.isNegated } }
  package var isEmpty: Bool { wanted.isEmpty }

  package init(_ typed: String) {
    let text = String(typed.prefix(Self.longest)).trimmingPrefix(while: \.isWhitespace)
    self.text = String(text)
    var reader = Reader(String(text))
    let all = reader.terms()
    terms = Array(all.prefix(Self.mostTerms))
    wasCut = typed.count > Self.longest || all.count > Self.mostTerms
    number = Self.number(in: String(text))
  }

  private static func number(in text: String) -> Int64? {
    let bare = text.filter { !$0.isWhitespace }.trimmingPrefix { $0 == "#" || $0 == "№" }
    guard !bare.isEmpty, bare.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int64(bare)
  }

  /// Cuts a query at blanks, outside of quotes.
  private struct Reader {
    private var rest: Substring
    private static let closing: [Character: [Character]] = ["\"": ["\""], "«": ["»"], "“": ["”", "“"], "„": ["“", "”"]]

    init(_ text: String) { rest = text[...] }

    mutating func terms() -> [Term] {
      var terms: [Term] = []
      while let piece = next() { terms += piece }
      return terms
    }

    private mutating func next() -> [Term]? {
      rest = rest.drop(while: \.isWhitespace)
      guard var first = rest.first else { return nil }
      let isNegated = "-−–".contains(first) && rest.dropFirst().first.map { !$0.isWhitespace } ?? false
      if isNegated {
        rest = rest.dropFirst()
        first = rest.first ?? " "
      }
      if let closing = Self.closing[first] {
        rest = rest.dropFirst()
        let inside = rest.prefix { !closing.contains($0) }
        rest = rest.dropFirst(inside.count + 1)
        return term(inside, isNegated, isPrefix: false)
      }
      let piece = rest.prefix { !$0.isWhitespace }
      rest = rest.dropFirst(piece.count)
      let isLast = rest.isEmpty && (piece.last.map { $0.isLetter || $0.isNumber } ?? false)
      return term(piece, isNegated, isPrefix: isLast && !isNegated)
    }

    /// An address or a part number is looked for as the words that it is made of, side by side.
    private func term(_ text: Substring, _ isNegated: Bool, isPrefix: Bool) -> [Term] {
      let words = CutWord.all(in: String(text)).map(\.folded)
      guard let last = words.last else { return [] }
      let begins = isPrefix && words.count == 1 && last.count >= SearchQuery.shortestPrefix
      return [Term(words: words, isNegated: isNegated, isPrefix: begins)]
    }
  }
}
