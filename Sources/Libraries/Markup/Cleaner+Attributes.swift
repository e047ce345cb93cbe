/// The few attributes that come out, each with a value that is checked or made anew.
extension Cleaner {
  func attributes(_ name: String, _ node: MarkupNode) -> String {
    var result = ""
    if let direction = node.attribute("dir")?.lowercased(), ["ltr", "rtl", "auto"].contains(direction) {
      result += " dir=\"\(direction)\""
    }
    if let language = node.attribute("lang"), isLanguage(language) { result += " lang=\"\(language)\"" }
    switch name {
    case "td", "th":
      result += number("colspan", of: node, in: 2...100) + number("rowspan", of: node, in: 2...500) + alignment(node)
    case "tr", "p", "div", "caption": result += alignment(node)
    case "ol": result += number("start", of: node, in: -9999...99999)
    case "li": result += number("value", of: node, in: -9999...99999)
    default: break
    }
    return result
  }

  /// Nil when it leads nowhere that is safe.
  func link(_ node: MarkupNode) -> String? {
    guard let href = node.attribute("href").flatMap(SafeURL.link) else { return nil }
    var result = " href=\""
    result.appendEscaped(href)
    return result + "\" rel=\"noopener noreferrer nofollow\" target=\"_blank\""
  }

  func number(_ name: String, of node: MarkupNode, in range: ClosedRange<Int>) -> String {
    guard let value = node.attribute(name).flatMap({ Int($0.trimmed()) }), range.contains(value) else { return "" }
    return " \(name)=\"\(value)\""
  }

  private func alignment(_ node: MarkupNode) -> String {
    guard let value = node.attribute("align")?.lowercased(), ["left", "right", "center", "justify"].contains(value) else { return "" }
    return " align=\"\(value)\""
  }

  private func isLanguage(_ value: String) -> Bool {
    (2...35).contains(value.utf8.count) && value.utf8.allSatisfy { $0.isLetter || ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: "-") }
  }
}
