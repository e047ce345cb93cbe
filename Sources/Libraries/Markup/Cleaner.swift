/// Walks the tree of a document and writes what the allow-list lets through. Keeps its own stack: depth costs no stack of the thread.
struct Cleaner {
  private struct Frame {
    var node: MarkupNode
    var next = 0
    /// Elements to end when the frame is done, in the order they were begun.
    var closers: [String] = []
    var quotes = 0
  }

  let options: Sanitizer.Options
  var output = ""
  /// Elements of the output that are open.
  var open: [String] = []
  var remoteImages = 0
  var imageIDs: [String] = []
  /// Something to see stands before this place.
  var hasContent = false
  private var frames: [Frame] = []
  private var quoteDepth = 0
  private var visited = 0
  private var preJustBegun = false

  init(options: Sanitizer.Options) { self.options = options }

  /// False when the document has too many nodes.
  mutating func run(_ tree: MarkupTree) -> Bool {
    frames = [Frame(node: tree.root)]
    while let frame = frames.last {
      guard frame.next < frame.node.childCount else {
        end()
        continue
      }
      frames[frames.count - 1].next += 1
      visited += 1
      if visited > options.budget.nodes { return false }
      let child = frame.node.child(frame.next)
      if let text = child.text { write(text) } else if child.isElement, child.isHTML { begin(child) }
    }
    return true
  }

  private mutating func end() {
    let frame = frames.removeLast()
    for name in frame.closers.reversed() { close(name) }
    quoteDepth -= frame.quotes
  }

  private mutating func write(_ text: String) {
    if preJustBegun, text.hasPrefix("\n") { output += "\n" }
    preJustBegun = false
    output.appendEscaped(text)
    if !hasContent { hasContent = !text.allSatisfy(\.isWhitespace) }
  }

  private mutating func begin(_ node: MarkupNode) {
    let name = node.name
    let treatment = AllowList.treatment(of: name)
    guard treatment != .drop else { return }
    let style = InlineStyle(node.attribute("style"))
    if style.isHidden || node.attribute("hidden") != nil { return }
    foldIfQuote(node, name: name)
    if name == "details", node.attribute("class") == "quote" { return beginQuote(node) }
    if name == "summary", frames.last?.closers.last == "details", node.childCount == 0 { return }
    var frame = Frame(node: node)
    if case .keep(let kept) = treatment, open.count < options.budget.outputDepth || AllowList.void.contains(kept) {
      guard !writeElement(kept, node, style: style, into: &frame.closers) else { return }
    }
    frames.append(frame)
  }

  /// Writes the element's tag; true when there is nothing inside of it to walk.
  private mutating func writeElement(_ kept: String, _ node: MarkupNode, style: InlineStyle, into closers: inout [String]) -> Bool {
    preJustBegun = false
    switch kept {
    case "img": writeImage(node)
    case "br", "wbr": output += "<\(kept)>"
    case "hr": if !isInsideRows { output += "<hr>" }
    case "span": if writePlaceholderAgain(node) { return true } else { writeSpan(node, style: style, closers: &closers) }
    case "a": if fitting(kept, node) != nil, let link = link(node) { openTag(kept, attributes(kept, node) + link, closers: &closers) }
    default: if let fitting = fitting(kept, node) { openTag(fitting, attributes(fitting, node), closers: &closers) }
    }
    preJustBegun = closers.last == "pre"
    return AllowList.void.contains(kept)
  }

  private mutating func writeSpan(_ node: MarkupNode, style: InlineStyle, closers: inout [String]) {
    let attributes = attributes("span", node)
    if !attributes.isEmpty { openTag("span", attributes, closers: &closers) }
    for element in style.elements where open.count < options.budget.outputDepth { openTag(element, "", closers: &closers) }
  }

  mutating func openTag(_ name: String, _ attributes: String, closers: inout [String]) {
    output += "<\(name)\(attributes)>"
    open.append(name)
    closers.append(name)
  }

  private mutating func close(_ name: String) {
    output += "</\(name)>"
    open.removeLast()
    preJustBegun = false
  }

  /// Folds the outermost quote only, and none that is all that the message says.
  private mutating func foldIfQuote(_ node: MarkupNode, name: String) {
    guard options.foldsQuotes, quoteDepth == 0, hasContent, !isInsideRows, open.count < options.budget.outputDepth,
      let mark = QuoteMark.mark(of: node, name: name)
    else { return }
    switch mark {
    case .itself:
      frames.append(Frame(node: node, next: node.childCount))
      // The quote's own frame is pushed above this one and ends before it.
      openQuote()
    case .restOfParent: openQuote()
    }
  }

  private mutating func beginQuote(_ node: MarkupNode) {
    frames.append(Frame(node: node))
    if open.count < options.budget.outputDepth, !isInsideRows { openQuote() }
  }

  private mutating func openQuote() {
    preJustBegun = false
    output += "<details class=\"quote\"><summary></summary>"
    open.append("details")
    frames[frames.count - 1].closers.append("details")
    frames[frames.count - 1].quotes += 1
    quoteDepth += 1
  }
}
