/// Walks a document and writes it as text, with a stack of its own.
struct PlainTextWriter {
  private struct Frame {
    var node: MarkupNode
    var name: String
    var next = 0
    /// The number of the next item of a list; nil in a list of dashes.
    var item: Int?
    var link: String?
    var textStart = 0
  }

  private var frames: [Frame] = []
  private var output = ""
  /// Line ends that are due before the next word.
  private var breaks = 0
  private var spaceDue = false
  private var quotes = 0
  private var lists = 0
  private var preformatted = 0
  private var marker = ""
  private var isLineStart = true
  /// Quotes around the last line.
  private var lineQuotes = 0

  var result: String { output.trimmed() }

  mutating func run(_ root: MarkupNode) {
    frames = [Frame(node: root, name: "html")]
    while let frame = frames.last {
      guard frame.next < frame.node.childCount else {
        end()
        continue
      }
      frames[frames.count - 1].next += 1
      let child = frame.node.child(frame.next)
      if let text = child.text { write(text) } else if child.isElement, child.isHTML { begin(child) }
    }
  }

  private mutating func begin(_ node: MarkupNode) {
    let name = node.name
    if AllowList.treatment(of: name) == .drop || node.attribute("hidden") != nil { return }
    if InlineStyle(node.attribute("style")).isHidden { return }
    switch name {
    case "br": lineEnd()
    case "hr":
      block(1)
      append("---")
      block(1)
    case "img": if let words = node.attribute("alt"), !words.trimmed().isEmpty { append("[\(words.trimmed())]") }
    default: enter(node, name)
    }
  }

  private mutating func enter(_ node: MarkupNode, _ name: String) {
    var frame = Frame(node: node, name: name)
    if AllowList.isBlock(name), name != "td", name != "th" { block(margin(name)) }
    switch name {
    case "blockquote": quotes += 1
    case "ul", "menu", "dir": lists += 1
    case "ol":
      lists += 1
      frame.item = node.attribute("start").flatMap { Int($0) } ?? 1
    case "li": marker = nextMarker()
    case "pre", "listing", "xmp", "plaintext": preformatted += 1
    case "td", "th": spaceDue = true
    case "a": frame.link = node.attribute("href").flatMap(SafeURL.link)
    default: break
    }
    frame.textStart = output.utf8.count
    frames.append(frame)
  }

  private mutating func end() {
    let frame = frames.removeLast()
    switch frame.name {
    case "ul", "ol", "menu", "dir": lists -= 1
    case "li": marker = ""
    case "pre", "listing", "xmp", "plaintext": preformatted -= 1
    case "a": if let link = frame.link { writeTarget(link, since: frame.textStart) }
    default: break
    }
    if AllowList.isBlock(frame.name), frame.name != "td", frame.name != "th" { block(margin(frame.name)) }
    if frame.name == "blockquote" { quotes -= 1 }
  }

  /// Line ends around an element: two leave an empty line.
  private func margin(_ name: String) -> Int {
    switch name {
    case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "pre": 2
    case "ul", "ol": lists > 0 ? 1 : 2
    default: 1
    }
  }

  private mutating func nextMarker() -> String {
    guard let list = frames.lastIndex(where: { ["ul", "ol", "menu", "dir"].contains($0.name) }) else { return "- " }
    guard let number = frames[list].item else { return "- " }
    frames[list].item = number &+ 1
    return "\(number). "
  }

  private mutating func block(_ count: Int) {
    spaceDue = false
    if !output.isEmpty { breaks = max(breaks, count) }
  }

  private mutating func lineEnd() {
    spaceDue = false
    if !output.isEmpty { breaks += 1 }
  }

  private mutating func write(_ text: String) {
    if preformatted > 0 {
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { lineEnd() }
        if !line.isEmpty { append(String(line)) }
      }
      return
    }
    if text.first?.isWhitespace == true { spaceDue = true }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return }
    append(words.joined(separator: " "))
    spaceDue = text.last?.isWhitespace == true
  }

  private mutating func append(_ text: String) {
    for _ in 0..<min(breaks, 3) { newLine() }
    breaks = 0
    if isLineStart {
      output += String(repeating: "> ", count: min(quotes, 20))
      if lists > 0 { output += String(repeating: "  ", count: max(0, min(lists, 12) - 1)) + (marker.isEmpty ? "  " : marker) }
      marker = ""
      lineQuotes = quotes
      isLineStart = false
    } else if spaceDue {
      output += " "
    }
    spaceDue = false
    for scalar in text.unicodeScalars where scalar.value >= 0x20 || scalar == "\t" { output.unicodeScalars.append(scalar) }
  }

  private mutating func newLine() {
    let depth = min(quotes, lineQuotes, 20)
    if isLineStart, depth > 0 { output += String(repeating: "> ", count: depth - 1) + ">" }
    output += "\n"
    isLineStart = true
  }

  /// The address of a link, unless its words say it already.
  private mutating func writeTarget(_ link: String, since start: Int) {
    let words = String(decoding: output.utf8.dropFirst(start), as: UTF8.self).trimmed()
    let bare = link.split(separator: ":", maxSplits: 1).last.map { $0.trimmingPrefix("//") } ?? ""
    let isSaid = words.contains(link) || words.contains(bare) || bare.hasSuffix("/") && words.contains(bare.dropLast())
    if words.isEmpty { return append(link) }
    if !isSaid {
      spaceDue = true
      append("(\(link))")
    }
  }
}
