import Foundation

/// Encoded words of RFC 2047, read as generously as mail programs write them: split inside a character, with spaces inside, without
/// spaces around, with a wrong charset.
enum EncodedWords {
  static func decoded(_ text: String) -> String {
    guard text.utf8.count > 6, text.contains("=?") else { return text }
    return rewritten(text, between: "") { $0 }
  }

  /// Every encoded word of a structured field brought to UTF-8 and base64, so that a parser of the structure need not know charsets.
  static func normalised(_ text: String) -> String {
    guard text.contains("=?") else { return text }
    return rewritten(text, between: " ") { "=?utf-8?B?" + Data($0.utf8).base64EncodedString() + "?=" }
  }

  private struct Word {
    let charset: String
    var bytes: [UInt8]
    let next: Int
  }

  private static func rewritten(_ text: String, between: String, _ make: (String) -> String) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var pending: (charset: String, bytes: [UInt8])?
    /// White space since the last word: dropped if another word follows.
    var gap: [UInt8] = []
    func flush() {
      if let word = pending { output += Array(make(HeaderText.printable(CharsetDecoding.text(word.bytes, label: word.charset).text)).utf8) }
      pending = nil
      output += gap
      gap = []
    }
    var index = 0
    while index < bytes.count {
      if let word = word(in: bytes, at: index) {
        if let waiting = pending, waiting.charset == word.charset {
          pending?.bytes += word.bytes
        } else {
          gap = pending == nil ? [] : Array(between.utf8)
          flush()
          pending = (word.charset, word.bytes)
        }
        gap = []
        index = word.next
      } else if pending != nil, bytes[index] <= 0x20 {
        gap.append(bytes[index])
        index += 1
      } else {
        flush()
        output.append(bytes[index])
        index += 1
      }
    }
    flush()
    return String(decoding: output, as: UTF8.self)
  }

  private static let longest = 2_000

  private static func word(in bytes: [UInt8], at start: Int) -> Word? {
    guard start + 8 <= bytes.count, bytes[start] == 0x3D, bytes[start + 1] == 0x3F else { return nil }
    let label = bytes[(start + 2)..<min(start + 64, bytes.count)]
    guard let charsetEnd = label.firstIndex(of: 0x3F), charsetEnd > start + 2 else { return nil }
    guard charsetEnd + 2 < bytes.count, bytes[charsetEnd + 2] == 0x3F else { return nil }
    let encoding = bytes[charsetEnd + 1] | 0x20
    guard encoding == 0x62 || encoding == 0x71 else { return nil }
    let textStart = charsetEnd + 3
    guard let textEnd = end(of: bytes, from: textStart, isQ: encoding == 0x71) else { return nil }
    var charset = String(decoding: bytes[(start + 2)..<charsetEnd], as: UTF8.self)
    if let language = charset.firstIndex(of: "*") { charset = String(charset[..<language]) }
    let raw = bytes[textStart..<textEnd]
    let value = encoding == 0x62 ? raw.withUnsafeBytes { TransferEncoding.base64.decoded($0) } : quoted(raw)
    return Word(charset: charset.lowercased(), bytes: value, next: textEnd + 2)
  }

  /// A "?" in the text is against the rule, but met in Q; another "=?" means that this word never ended.
  private static func end(of bytes: [UInt8], from start: Int, isQ: Bool) -> Int? {
    var index = start
    let last = min(start + longest, bytes.count - 1)
    while index < last {
      if bytes[index] == 0x3F {
        if bytes[index + 1] == 0x3D { return index }
        if !isQ || (index > start && bytes[index - 1] == 0x3D) { return nil }
      }
      index += 1
    }
    return nil
  }

  private static func quoted(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var index = raw.startIndex
    while index < raw.endIndex {
      let byte = raw[index]
      if byte == 0x3D, index + 2 < raw.endIndex, let high = hex(raw[index + 1]), let low = hex(raw[index + 2]) {
        output.append(high << 4 | low)
        index += 3
      } else {
        output.append(byte == 0x5F ? 0x20 : byte)
        index += 1
      }
    }
    return output
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
