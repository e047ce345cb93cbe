/// A cheap look at a document before it is parsed: an upper estimate of how deep its tree will be and how much work the parser will have.
///
/// The parser of the system (gumbo 0.10) takes time that grows with depth times tags and recurses in places, so absurd documents must not
/// reach it.
/// Where this scan cannot know what the parser will make of a tag it guesses towards more depth, never less.
struct NestingScan {
  /// Names count in lower case.
  private static let unnested: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "keygen", "frame",
    // Their end tags may be missing, and each of them needs an element that is counted to be nested in itself.
    "p", "li", "dd", "dt", "option", "optgroup", "tr", "tbody", "thead", "tfoot", "colgroup", "html", "head", "body", "rt", "rp",
  ]
  private static let cells: Set<String> = ["td", "th", "caption"]
  private static let boundaries: Set<String> = [
    "table", "td", "th", "caption", "object", "button", "marquee", "applet", "template", "svg", "math", "select",
  ]
  private static let phrasing: Set<String> = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    "span", "sub", "sup", "abbr", "cite", "q", "label", "mark", "ins", "del", "kbd", "samp", "var", "bdo", "bdi", "o:p", "st1:place",
  ]
  private static let raw: Set<String> = ["script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"]

  private var open: [String] = []
  private var foreign = 0
  private var deepest = 0
  /// Start tags in comments, raw text and attribute values: no tags to a browser, unless the parser was led astray before them.
  private var hidden = 0
  private var work = 0

  static func accepts(_ html: UnsafeBufferPointer<UInt8>, budget: MarkupBudget) -> Bool {
    var scan = NestingScan()
    var reader = TagReader(bytes: html)
    while let tag = reader.next() {
      scan.hidden += tag.hidden
      scan.take(tag)
      if raw.contains(tag.name), !tag.isEnd, scan.foreign == 0 { scan.hidden += reader.skipRawText(of: tag.name) }
      if scan.deepest > budget.depth || scan.work > budget.work || scan.hidden > budget.hidden { return false }
    }
    return scan.hidden <= budget.hidden
  }

  private mutating func take(_ tag: TagReader.Tag) {
    work += open.count + 1
    if tag.isEnd { close(tag.name) } else { begin(tag) }
    deepest = max(deepest, open.count)
  }

  private mutating func begin(_ tag: TagReader.Tag) {
    if tag.name.isEmpty || Self.unnested.contains(tag.name) { return }
    if tag.closesItself, foreign > 0 || tag.name == "svg" || tag.name == "math" { return }
    if Self.cells.contains(tag.name) {
      guard let table = open.lastIndex(of: "table") else { return }
      if let cell = open[table...].firstIndex(where: Self.cells.contains) { pop(to: cell) }
    }
    if tag.name == "svg" || tag.name == "math" { foreign += 1 }
    open.append(tag.name)
  }

  private mutating func close(_ name: String) {
    let isPhrasing = Self.phrasing.contains(name)
    for index in open.indices.reversed() {
      work += 1
      let other = open[index]
      if other == name { return pop(to: index) }
      if name == "table" ? other == "template" : Self.boundaries.contains(other) && !(Self.cells.contains(name) && other != "table") {
        return
      }
      if isPhrasing, !Self.phrasing.contains(other) { return }
    }
  }

  private mutating func pop(to index: Int) {
    foreign -= open[index...].count { $0 == "svg" || $0 == "math" }
    open.removeSubrange(index...)
  }
}
