/// The two alternatives of a mail, made from each other.
package enum PlainText {
  /// Readable text: line ends, dashed lists, links with their addresses, quotes with `>`.
  package static func text(fromHTML html: String, budget: MarkupBudget = MarkupBudget()) -> String {
    guard let tree = MarkupTree(html, budget: budget) else { return RoughText.text(of: html, limit: budget.fallbackText) }
    return text(of: tree)
  }

  static func text(of tree: MarkupTree) -> String {
    withExtendedLifetime(tree) {
      var writer = PlainTextWriter()
      writer.run(tree.root)
      return writer.result
    }
  }

  /// Escaped text in paragraphs with its addresses as links. Lines that begin with `>` are folded as quoted history if wanted.
  package static func html(fromPlain text: String, foldsQuotes: Bool = false) -> String {
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    var paragraphs = PlainParagraphs(foldsQuotes: foldsQuotes)
    for line in lines { paragraphs.take(line) }
    return paragraphs.finish()
  }

  static func html(from text: String) -> String { html(fromPlain: text) }
}

/// Groups lines into paragraphs and quotes.
private struct PlainParagraphs {
  let foldsQuotes: Bool
  private var result = ""
  private var paragraph: [Substring] = []
  private var quote: [Substring] = []

  init(foldsQuotes: Bool) { self.foldsQuotes = foldsQuotes }

  mutating func take(_ line: Substring) {
    if foldsQuotes, line.hasPrefix(">") {
      endParagraph()
      quote.append(line)
    } else if line.allSatisfy(\.isWhitespace) {
      endParagraph()
      endQuote()
    } else {
      endQuote()
      paragraph.append(line)
    }
  }

  mutating func finish() -> String {
    endParagraph()
    endQuote()
    return result
  }

  private mutating func endParagraph() {
    guard !paragraph.isEmpty else { return }
    result += "<p>" + paragraph.map(markup).joined(separator: "<br>") + "</p>"
    paragraph = []
  }

  private mutating func endQuote() {
    guard !quote.isEmpty else { return }
    let inner = quote.map { line in markup(line.dropFirst(line.hasPrefix("> ") ? 2 : 1)) }.joined(separator: "<br>")
    result += "<details class=\"quote\"><summary></summary><blockquote>\(inner)</blockquote></details>"
    quote = []
  }

  /// Indentation is kept; the rest of the spaces are as HTML has them.
  private func markup(_ line: Substring) -> String {
    let indent = line.prefix { $0 == " " || $0 == "\t" }
    let width = min(indent.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }, 40)
    return String(repeating: "\u{A0}", count: width) + Links.html(line.dropFirst(indent.count))
  }
}
