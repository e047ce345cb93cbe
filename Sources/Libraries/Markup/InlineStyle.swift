/// The little of an inline style that has a meaning to a reader. No style comes out by itself: the page forbids them.
struct InlineStyle {
  private let declarations: [String: String]

  /// What is asked for below; the rest of a style is left unread.
  private static let known: Set<String> = [
    "display", "visibility", "mso-hide", "font-style", "font-weight", "text-decoration", "text-decoration-line", "border", "border-top",
    "padding", "margin", "margin-left",
  ]

  /// By octets: nearly every element of a letter has a style.
  init(_ text: String?) {
    var declarations: [String: String] = [:]
    for part in (text ?? "").utf8.prefix(4000).split(separator: UInt8(ascii: ";")) {
      guard let colon = part.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let name = String(decoding: part[..<colon].filter { $0 > 0x20 }.map(\.lowered), as: UTF8.self)
      guard Self.known.contains(name) else { continue }
      let value = part[part.index(after: colon)...].map(\.lowered)
      declarations[name] = String(decoding: value, as: UTF8.self).trimmed()
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
