/// Finds web and mail addresses in plain text.
enum Links {
  static func html(_ line: Substring) -> String {
    var result = ""
    var rest = line
    while let start = rest.firstIndex(where: { !isBoundary($0) }) {
      result.appendEscaped(String(rest[..<start]))
      let end = rest[start...].firstIndex(where: isBoundary) ?? rest.endIndex
      append(rest[start..<end], to: &result)
      rest = rest[end...]
    }
    result.appendEscaped(String(rest))
    return result
  }

  private static func isBoundary(_ character: Character) -> Bool {
    character.isWhitespace || character == "<" || character == ">" || character == "\"" || character == "«" || character == "»"
  }

  private static func append(_ word: Substring, to result: inout String) {
    let opening = word.prefix { "([{'*_„“".contains($0) }
    let core = trimmedEnd(word.dropFirst(opening.count))
    guard let target = target(of: core), let address = SafeURL.link(target) else { return result.appendEscaped(String(word)) }
    result.appendEscaped(String(opening))
    result += "<a href=\""
    result.appendEscaped(address)
    result += "\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">"
    result.appendEscaped(String(core))
    result += "</a>"
    result.appendEscaped(String(word[core.endIndex...]))
  }

  private static func target(of word: Substring) -> String? {
    let lower = word.prefix(8).lowercased()
    if lower.hasPrefix("https://") || lower.hasPrefix("http://") || lower == "mailto:" { return word.count > 8 ? String(word) : nil }
    if lower.hasPrefix("www."), word.dropFirst(4).contains(".") { return "https://" + word }
    return isMailAddress(word) ? "mailto:" + word : nil
  }

  private static func isMailAddress(_ word: Substring) -> Bool {
    let parts = word.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[0].count <= 64 else { return false }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    let isName = parts[0].allSatisfy { $0.isLetter || $0.isNumber || "._%+-=".contains($0) }
    return isName && labels.count > 1 && labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } }
  }

  /// Punctuation after an address belongs to the sentence, and so does a bracket that was opened before it.
  private static func trimmedEnd(_ word: Substring) -> Substring {
    var word = word
    while let last = word.last {
      if ".,;:!?'*_”…".contains(last) {
        word.removeLast()
      } else if let opener = [")": "(", "]": "[", "}": "{"][last],
        word.count(where: { $0 == last }) > word.count(where: { $0 == Character(opener) })
      {
        word.removeLast()
      } else {
        break
      }
    }
    return word
  }
}
