/// Reads the arguments of MAIL and RCPT.
struct SMTPPath: Equatable {
  var address: String
  /// Names in upper case.
  var parameters: [String: String]

  /// From what follows `FROM:` or `TO:`. Nil when it is not a path in brackets with parameters after it.
  init?(_ text: Substring) {
    let text = text.drop { $0 == " " }
    guard text.hasPrefix("<"), let end = Self.end(of: text) else { return nil }
    var address = text[text.index(after: text.startIndex)..<end]
    // A route before the address (RFC 5321 appendix C) is to be ignored.
    if address.hasPrefix("@"), let colon = address.firstIndex(of: ":") { address = address[address.index(after: colon)...] }
    let rest = text[text.index(after: end)...]
    guard rest.isEmpty || rest.hasPrefix(" ") else { return nil }
    self.address = String(address)
    parameters = [:]
    for word in rest.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      parameters[parts[0].uppercased()] = parts.count > 1 ? String(parts[1]) : ""
    }
  }

  /// The bracket that closes the path, not one in a name in quotes.
  private static func end(of text: Substring) -> Substring.Index? {
    var isQuoted = false
    var isEscaped = false
    for index in text.indices.dropFirst() {
      let character = text[index]
      if isEscaped { isEscaped = false } else if isQuoted, character == "\\" { isEscaped = true } else if character == "\"" { isQuoted.toggle() }
      if character == ">", !isQuoted { return index }
    }
    return nil
  }
}
