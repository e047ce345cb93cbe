extension String {
  /// Appends text so that it is text in every place of HTML: content or a value in double quotes. Controls that no reader sees are left
  /// out.
  mutating func appendEscaped(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": self += "&amp;"
      case "<": self += "&lt;"
      case ">": self += "&gt;"
      case "\"": self += "&#34;"
      case "`": self += "&#96;"
      case "\n", "\t": unicodeScalars.append(scalar)
      default: if scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) { unicodeScalars.append(scalar) }
      }
    }
  }

  func trimmed() -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0.isNewline || $0 == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(self[first...last])
  }
}
