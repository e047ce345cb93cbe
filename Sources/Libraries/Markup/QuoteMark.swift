/// Where quoted history begins.
enum QuoteMark {
  /// The element is the quote.
  case itself
  /// The element and all that follows it in its parent are the quote.
  case restOfParent

  private static let wrappers: Set<String> = [
    "gmail_quote", "gmail_extra", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote", "zmail_extra", "cite",
    "mail-quote",
    "mail-quote-collapse", "js-compose-reply-quote", "ya-quote",
  ]
  private static let rests: Set<String> = [
    "divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION", "reply-intro", "mail-editor-reference-message-container",
  ]

  static func mark(of node: MarkupNode, name: String) -> QuoteMark? {
    if name == "blockquote" {
      let isQuote = classes(of: node).contains("gmail_quote") || node.attribute("type") == "cite"
      return isQuote || !InlineStyle(node.attribute("style")).isIndent ? .itself : nil
    }
    guard name == "div" || name == "span" || name == "hr" else { return nil }
    if isRest(node) { return .restOfParent }
    let classes = classes(of: node)
    if classes.contains("moz-cite-prefix") || classes.contains("reply-intro") { return .restOfParent }
    if classes.contains(where: wrappers.contains) || node.attribute("id")?.hasPrefix("yahoo_quoted") == true { return .itself }
    return isMailRuQuote(node) ? .itself : nil
  }

  private static func isRest(_ node: MarkupNode) -> Bool {
    if let id = node.attribute("id"), rests.contains(where: id.hasSuffix) || id == "stopSpelling" { return true }
    return isOutlookRule(node) || firstElement(of: node).map(isOutlookRule) == true
  }

  private static func isOutlookRule(_ node: MarkupNode) -> Bool {
    guard node.name == "div", let style = node.attribute("style"), style.utf8.hasPiece("border-top") else { return false }
    return InlineStyle(style).isOutlookRule
  }

  /// mail.ru wraps the letter that is answered in elements with names of this pattern.
  private static func isMailRuQuote(_ node: MarkupNode) -> Bool {
    guard let id = node.attribute("id") else { return false }
    return id.hasPrefix("style_") && id.hasSuffix("_BODY") || id == "mail-app-auto-quote" || id.hasSuffix("mailru-quote")
  }

  private static func firstElement(of node: MarkupNode) -> MarkupNode? {
    for index in 0..<node.childCount {
      let child = node.child(index)
      if child.isElement { return child }
      if let text = child.text, !text.allSatisfy(\.isWhitespace) { return nil }
    }
    return nil
  }

  private static func classes(of node: MarkupNode) -> [String] {
    node.attribute("class")?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
  }
}
