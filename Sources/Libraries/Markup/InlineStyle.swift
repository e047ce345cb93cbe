/// The little of an inline style that has a meaning to a reader. No style comes out by itself: the page forbids them.
struct InlineStyle {
  private let declarations: [String: String]

  init(_ text: String?) {
    var declarations: [String: String] = [:]
    for part in (text ?? "").prefix(4000).lowercased().split(separator: ";") {
      guard let colon = part.firstIndex(of: ":") else { continue }
      let name = part[..<colon].filter { !$0.isWhitespace }
      declarations[name] = String(part[part.index(after: colon)...]).trimmed()
    }
    self.declarations = declarations
  }

  /// Not shown by the sender's own will: a preview line, a tracker, words for spam filters.
  var isHidden: Bool {
    declarations["display"]?.hasPrefix("none") == true || declarations["visibility"]?.hasPrefix("hidden") == true
      || declarations["mso-hide"]?.hasPrefix("all") == true
  }

  /// Elements that say the same.
  var elements: [String] {
    var elements: [String] = []
    if isBold { elements.append("b") }
    if let slant = declarations["font-style"], slant.hasPrefix("italic") || slant.hasPrefix("oblique") { elements.append("i") }
    let line = (declarations["text-decoration"] ?? "") + " " + (declarations["text-decoration-line"] ?? "")
    if line.contains("underline") { elements.append("u") }
    if line.contains("line-through") { elements.append("s") }
    return elements
  }

  private var isBold: Bool {
    guard let weight = declarations["font-weight"] else { return false }
    return weight.hasPrefix("bold") || Int(weight.prefix(3)).map { $0 >= 600 } == true
  }

  /// The line that Outlook draws above the letter that is answered.
  var isOutlookRule: Bool {
    declarations["border"]?.hasPrefix("none") == true && declarations["border-top"]?.contains("solid") == true
      && declarations["padding"]?.hasPrefix("3") == true
  }

  /// Mail programs indent by a quote without a border: not a quote.
  var isIndent: Bool {
    declarations["border"]?.hasPrefix("none") == true && (declarations["margin"] ?? declarations["margin-left"])?.contains("40px") == true
  }
}
