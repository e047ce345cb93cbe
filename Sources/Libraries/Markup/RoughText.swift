/// Text of a document that is too much for the parser: everything between `<` and `>` is left out, in one pass.
enum RoughText {
  private static let lineEnds: Set<String> = [
    "br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "blockquote", "pre",
  ]
  private static let raw: Set<String> = ["script", "style", "title", "textarea", "noembed", "noframes", "iframe"]
  private static let entities: [Substring: String] = [
    "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'", "nbsp": " ", "laquo": "«", "raquo": "»", "mdash": "—", "ndash": "–",
  ]

  static func text(of html: String, limit: Int) -> String {
    var html = html
    let bytes: [UInt8] = html.withUTF8 { strip($0, limit: limit) }
    return decode(String(decoding: bytes, as: UTF8.self)).trimmed()
  }

  private static func strip(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> [UInt8] {
    var reader = TagReader(bytes: bytes)
    var result: [UInt8] = []
    var textStart = 0
    while result.count < limit {
      let tag = reader.next()
      append(bytes[textStart..<(tag?.start ?? bytes.count)], to: &result, limit: limit)
      guard let tag else { break }
      if lineEnds.contains(tag.name) { lineEnd(&result) }
      if raw.contains(tag.name), !tag.isEnd { _ = reader.skipRawText(of: tag.name) }
      textStart = reader.position
    }
    return result
  }

  private static func append(_ slice: Slice<UnsafeBufferPointer<UInt8>>, to result: inout [UInt8], limit: Int) {
    for byte in slice {
      // A cut in the middle of a character would leave a broken one.
      if result.count >= limit, byte & 0xC0 != 0x80 { return }
      if !byte.isSpace { result.append(byte) } else if result.last != 32, result.last != 10 { result.append(32) }
    }
  }

  private static func lineEnd(_ result: inout [UInt8]) {
    let isEnough = result.count > 1 && result[result.count - 1] == 10 && result[result.count - 2] == 10
    if !isEnough { result.append(10) }
  }

  private static func decode(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[rest.index(after: start)...]
      let name = rest.prefix(10).prefix { $0 != ";" && $0 != "&" }
      guard rest.dropFirst(name.count).first == ";", let character = character(name) else {
        result += "&"
        continue
      }
      result += character
      rest = rest.dropFirst(name.count + 1)
    }
    return result + rest
  }

  private static func character(_ name: Substring) -> String? {
    guard name.hasPrefix("#") else { return entities[name] }
    let digits = name.dropFirst()
    let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { $0.value < 32 ? " " : String(Character($0)) }
  }
}
