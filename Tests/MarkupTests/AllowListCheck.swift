import CGumbo

@testable import Markup

/// Reads the sanitiser's output again with the parser and lists everything that is not on a list of its own, written apart from the
/// product's.
struct AllowListCheck {
  private static let elements: [String: Set<String>] = {
    let plain = [
      "html", "head", "body", "br", "hr", "wbr", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "u", "s", "del", "ins",
      "sub",
      "sup", "small", "code", "kbd", "samp", "var", "pre", "blockquote", "q", "cite", "abbr", "mark", "bdo", "bdi", "ul", "dl", "dt", "dd",
      "table", "thead", "tbody", "tfoot", "summary",
    ]
    var elements: [String: Set<String>] = [:]
    for name in plain { elements[name] = [] }
    elements["a"] = ["href", "rel", "target"]
    elements["img"] = ["src", "alt", "width", "height"]
    elements["span"] = ["class", "data-src"]
    elements["details"] = ["class"]
    elements["ol"] = ["start"]
    elements["li"] = ["value"]
    for name in ["td", "th"] { elements[name] = ["colspan", "rowspan", "align"] }
    for name in ["p", "div", "tr", "caption"] { elements[name] = ["align"] }
    return elements
  }()

  static func offences(in html: String, images: Set<String> = []) -> [String] {
    guard let tree = MarkupTree(html, budget: MarkupBudget()) else { return ["cannot be parsed"] }
    var offences: [String] = []
    var waiting = [tree.root]
    while let node = waiting.popLast() {
      if node.isElement { offences += check(node, images: images) } else if node.text == nil { offences.append("a node of another kind") }
      for index in 0..<node.childCount { waiting.append(node.child(index)) }
    }
    withExtendedLifetime(tree) {}
    return offences
  }

  private static func check(_ node: MarkupNode, images: Set<String>) -> [String] {
    guard node.isHTML, let allowed = elements[node.name] else { return ["element \(node.name)"] }
    var offences: [String] = []
    let attributes = node.pointee.v.element.attributes
    for index in 0..<Int(attributes.length) {
      let attribute = attributes.data[index]!.assumingMemoryBound(to: GumboAttribute.self)
      let name = String(cString: attribute.pointee.name)
      let value = String(cString: attribute.pointee.value)
      if !allowed.contains(name), name != "dir", name != "lang" { offences.append("attribute \(name) of \(node.name)") }
      if !isSafe(name, value, images: images) { offences.append("\(name)=\(value)") }
    }
    if node.name == "a", node.attribute("href") == nil || node.attribute("rel") != "noopener noreferrer nofollow" {
      offences.append("loose link")
    }
    return offences
  }

  private static func isSafe(_ name: String, _ value: String, images: Set<String>) -> Bool {
    switch name {
    case "href": value.wholeMatch(of: /(https?:\/\/|mailto:|tel:)[^\s"'<>`\\]+/) != nil
    case "src": images.contains(value)
    case "data-src": value.wholeMatch(of: /https?:\/\/[^\s"'<>`\\]+/) != nil
    case "class": ["quote", "remote-image", "missing-image"].contains(value)
    case "target": value == "_blank"
    default: !value.contains("<")
    }
  }
}
