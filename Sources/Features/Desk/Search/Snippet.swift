import Web
import WordForms

/// A few words around the first that was looked for, with those that were looked for marked.
struct Snippet {
  private let stems: Set<String>
  private let beginnings: [String]
  private let initials: Set<Character>
  private let stemmer = Stemmer()

  private static let wordsBefore = 8
  private static let wordsShown = 40

  init(_ query: SearchQuery) {
    let (wanted, stemmer) = (query.wanted, self.stemmer)
    stems = Set(wanted.flatMap { $0.words.map(stemmer.stem) })
    beginnings = wanted.filter(\.isPrefix).map { $0.words[0] }
    initials = Set(stems.compactMap(\.first))
  }

  /// The whole text, which is short.
  func marked(_ text: String) -> HTML { html(text, text.startIndex..<text.endIndex, CutWord.all(in: text).filter(isWanted)) }

  func around(_ text: String) -> HTML {
    let words = CutWord.all(in: text)
    let first = words.firstIndex(where: isWanted) ?? 0
    let from = max(0, first - Self.wordsBefore)
    let shown = words[from..<min(words.count, from + Self.wordsShown)]
    guard let start = shown.first, let end = shown.last else { return HTML("\(text)") }
    let range =
      (from == 0 ? text.startIndex : start.range.lowerBound)..<(shown.endIndex == words.count ? text.endIndex : end.range.upperBound)
    let before: HTML = from > 0 ? "…" : "", after: HTML = shown.endIndex < words.count ? "…" : ""
    return before + html(text, range, shown.filter(isWanted)) + after
  }

  /// A word and its stem begin with the same letter, so most words need not be stemmed.
  private func isWanted(_ word: CutWord) -> Bool {
    guard let initial = word.folded.first, initials.contains(initial) else { return false }
    let stem = stemmer.stem(word.folded)
    return stems.contains(stem) || beginnings.contains { word.folded.hasPrefix($0) }
  }

  private func html(_ text: String, _ range: Range<String.Index>, _ marks: [CutWord]) -> HTML {
    var (result, at): (HTML, String.Index) = ("", range.lowerBound)
    for mark in marks {
      result = result + "\(text[at..<mark.range.lowerBound])<mark>\(text[mark.range])</mark>"
      at = mark.range.upperBound
    }
    return result + "\(text[at..<range.upperBound])"
  }
}
