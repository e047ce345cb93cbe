extension String {
  /// Appends text so that it is text in every place of HTML: content or a value in double quotes. Controls that no reader sees are left
  /// out.
  mutating func appendEscaped(_ text: String) {
    // Most texts are letters alone.
    if text.utf8.allSatisfy({ Self.isPlain[Int($0)] }) {
      self += text
      return
    }
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

  /// Octets that are themselves in every place: no sign of the grammar, no control, and not the first of those beyond ASCII (0xC2).
  private static let isPlain: [Bool] = (0...255).map { octet in
    switch UInt8(octet) {
    case 0x26, 0x3C, 0x3E, 0x22, 0x60, 0x7F, 0xC2: false
    case 0x09, 0x0A: true
    case let octet: octet >= 0x20
    }
  }

  func trimmed() -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0.isNewline || $0 == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(self[first...last])
  }
}

extension Collection<UInt8> {
  /// By octets: texts compare by what a reader sees, which is dear and not what a browser does.
  func hasPiece(_ piece: String) -> Bool {
    var rest = self[...]
    while !rest.isEmpty {
      if rest.starts(with: piece.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
