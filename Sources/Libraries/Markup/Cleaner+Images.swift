/// Nothing is fetched by looking at a message: only images that came with it are shown.
extension Cleaner {
  mutating func writeImage(_ node: MarkupNode) {
    guard !isInsideRows else { return }
    let source = node.attribute("src") ?? ""
    if let id = SafeURL.contentID(source) {
      if !imageIDs.contains(id) { imageIDs.append(id) }
      if let address = options.images[id] { return writeShown(address, node) }
      return writeMissing(node)
    }
    if let own = SafeURL.own(source, below: options.ownImagePrefixes) { return writeShown(own, node) }
    if let remote = SafeURL.remoteImage(source) {
      if !isTracker(node) { writeBlocked(remote, words: node.attribute("alt") ?? "") }
    } else {
      writeMissing(node)
    }
  }

  /// Markup that went through here before stays as it is.
  mutating func writePlaceholderAgain(_ node: MarkupNode) -> Bool {
    guard let name = node.attribute("class"), name == "remote-image" || name == "missing-image" else { return false }
    let words = (0..<node.childCount).compactMap { node.child($0).text }.joined()
    if name == "missing-image" {
      writePlaceholder(" class=\"missing-image\"", words: words)
      return true
    }
    guard let remote = node.attribute("data-src").flatMap(SafeURL.remoteImage) else { return false }
    writeBlocked(remote, words: words)
    return true
  }

  private mutating func writeShown(_ address: String, _ node: MarkupNode) {
    output += "<img src=\""
    output.appendEscaped(address)
    output += "\" alt=\""
    output.appendEscaped(oneLine(node.attribute("alt") ?? ""))
    output += "\"" + number("width", of: node, in: 1...4096) + number("height", of: node, in: 1...4096) + ">"
    hasContent = true
  }

  private mutating func writeBlocked(_ address: String, words: String) {
    remoteImages += 1
    var attributes = " class=\"remote-image\" data-src=\""
    attributes.appendEscaped(address)
    writePlaceholder(attributes + "\"", words: words)
  }

  private mutating func writeMissing(_ node: MarkupNode) {
    writePlaceholder(" class=\"missing-image\"", words: node.attribute("alt") ?? "")
  }

  private mutating func writePlaceholder(_ attributes: String, words: String) {
    guard !isInsideRows else { return }
    output += "<span\(attributes)>"
    output.appendEscaped(oneLine(words))
    output += "</span>"
    hasContent = true
  }

  /// An image of a point in size is no image.
  private func isTracker(_ node: MarkupNode) -> Bool {
    let sides = ["width", "height"].compactMap { node.attribute($0).flatMap { Int($0.trimmed()) } }
    return sides.contains { $0 <= 2 }
  }

  private func oneLine(_ text: String) -> String {
    text.prefix(300).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
