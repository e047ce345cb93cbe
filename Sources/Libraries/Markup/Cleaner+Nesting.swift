/// The output must mean the same tree to whoever parses it again, so an element comes out only where the grammar lets it stand.
extension Cleaner {
  /// The name under which the element may stand here; nil when only its content may.
  func fitting(_ name: String, _ node: MarkupNode) -> String? {
    let parent = open.last
    switch name {
    case "a": return open.contains("a") || isInsideRows ? nil : "a"
    case "p": return containsBlock(node) ? "div" : "p"
    case "li": return closesOpen(["li"]) ? "div" : "li"
    case "dt", "dd": return closesOpen(["dt", "dd"]) ? "div" : name
    case "td", "th": return parent == "tr" ? name : row(name)
    case "tr": return parent == "tbody" || parent == "thead" || parent == "tfoot" ? name : row(name)
    case "tbody", "thead", "tfoot", "caption": return parent == "table" ? name : row(name)
    default:
      if isInsideRows { return nil }
      return AllowList.headings.contains(name) && parent.map(AllowList.headings.contains) == true ? "div" : name
    }
  }

  /// In a table, between its cells.
  var isInsideRows: Bool {
    guard let last = open.last else { return false }
    return last == "table" || last == "tbody" || last == "thead" || last == "tfoot" || last == "tr"
  }

  private func row(_ name: String) -> String? { isInsideRows ? nil : "div" }

  /// Whether a parser would end one of these elements at this place.
  private func closesOpen(_ names: Set<String>) -> Bool {
    for name in open.reversed() {
      if names.contains(name) { return true }
      if AllowList.isBlock(name), name != "div", name != "p" { return false }
    }
    return false
  }

  /// A paragraph with a block in it ends at the block; it is written as a division instead. Looks no further than the first block.
  private func containsBlock(_ node: MarkupNode) -> Bool {
    var stack: [(node: MarkupNode, next: Int)] = [(node, 0)]
    while let (current, next) = stack.last {
      guard next < current.childCount else {
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let child = current.child(next)
      guard child.isElement, child.isHTML else { continue }
      let name = child.name
      if AllowList.isBlock(name) || QuoteMark.mark(of: child, name: name) != nil { return true }
      stack.append((child, 0))
    }
    return false
  }
}
