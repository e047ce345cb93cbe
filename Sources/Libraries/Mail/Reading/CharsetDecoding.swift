import CGMime
import CGMimeShim
import Foundation

/// Octets to text. The label is believed only as far as the octets bear it out, since real mail labels wrongly in both directions.
enum CharsetDecoding {
  struct Result {
    let text: String
    /// What the text was read as, which may differ from the label.
    let charset: String
    var problem: MailProblem?
  }

  static func text(_ bytes: [UInt8], label: String?) -> Result {
    let charset = Charset(label: label)
    let isASCII = !bytes.contains { $0 >= 0x80 }
    switch charset.kind {
    case .refused:
      let text = String(decoding: bytes.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
      return Result(text: text, charset: "us-ascii", problem: .refusedCharset(label ?? ""))
    case .multi(let name):
      if let text = converted(bytes, from: name) { return Result(text: text, charset: name) }
      return detected(bytes, problem: .wrongCharset(label ?? name))
    case .single(let name):
      return single(bytes, name: name, label: label, isASCII: isASCII)
    case .undeclared, .utf8:
      if isASCII { return Result(text: String(decoding: bytes, as: UTF8.self), charset: "us-ascii", problem: unknown(label, charset)) }
      return detected(bytes, problem: charset.kind == .utf8 ? .wrongCharset("utf-8") : unknown(label, charset))
    }
  }

  private static func unknown(_ label: String?, _ charset: Charset) -> MailProblem? {
    guard charset.kind == .undeclared, let label, !["", "us-ascii", "ascii"].contains(label.lowercased()) else { return nil }
    return .unknownCharset(label)
  }

  private static func single(_ bytes: [UInt8], name: String, label: String?, isASCII: Bool) -> Result {
    if isASCII { return Result(text: String(decoding: bytes, as: UTF8.self), charset: "us-ascii") }
    if UTF8Shape.count(bytes).bad == 0 {
      return Result(text: String(decoding: bytes, as: UTF8.self), charset: "UTF-8", problem: .wrongCharset(label ?? name))
    }
    if name == "CP1252", looksCyrillic(bytes) {
      return Result(text: SingleByte.windows1251.text(bytes), charset: "CP1251", problem: .wrongCharset(label ?? name))
    }
    guard let table = SingleByte.named(name) else { return detected(bytes, problem: .unknownCharset(name)) }
    return Result(text: table.text(bytes), charset: name)
  }

  /// UTF-8 if it is, or nearly is; else the Windows set of the country that the desk lives in.
  private static func detected(_ bytes: [UInt8], problem: MailProblem?) -> Result {
    let (good, bad) = UTF8Shape.count(bytes)
    if bad == 0 {
      if case .wrongCharset("utf-8")? = problem { return Result(text: String(decoding: bytes, as: UTF8.self), charset: "UTF-8") }
      return Result(text: String(decoding: bytes, as: UTF8.self), charset: "UTF-8", problem: problem)
    }
    if good > bad * 4 { return Result(text: String(decoding: bytes, as: UTF8.self), charset: "UTF-8", problem: .damagedText) }
    return Result(text: SingleByte.windows1251.text(bytes), charset: "CP1251", problem: problem)
  }

  /// In French or German a minority of letters is accented; in Russian read as Latin nearly all are.
  private static func looksCyrillic(_ bytes: [UInt8]) -> Bool {
    var high = 0
    var low = 0
    for byte in bytes {
      if byte >= 0xC0 { high += 1 } else if (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A { low += 1 }
    }
    return high > 3 && high > low * 2
  }

  /// Nil if iconv does not know the set, or the octets are not of it: a few bad ones become U+FFFD, many mean a wrong label.
  private static func converted(_ bytes: [UInt8], from name: String) -> String? {
    guard let state = iconv_open("UTF-8", name), Int(bitPattern: state) != -1 else { return nil }
    defer { iconv_close(state) }
    var output = [UInt8](repeating: 0, count: bytes.count * 4 + 16)
    let patience = 16 + bytes.count / 50
    let written: Int? = bytes.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { room in convert(state, input, into: room, patience: patience) }
    }
    guard let written else { return nil }
    return String(decoding: output.prefix(written), as: UTF8.self)
  }

  private static func convert(
    _ state: iconv_t, _ input: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, patience: Int
  ) -> Int? {
    var patience = patience
    var source = UnsafeMutablePointer(mutating: input.bindMemory(to: CChar.self).baseAddress)
    var left = input.count
    var target = room.bindMemory(to: CChar.self).baseAddress
    var free = room.count
    var code: Int32 = 0
    while left > 0 {
      _ = gm_convert(state, &source, &left, &target, &free, &code)
      if code == 0 { break }
      guard code == EILSEQ || code == EINVAL, left > 0, free >= 3, patience > 0 else { return code == EINVAL ? room.count - free : nil }
      patience -= 1
      for byte: UInt8 in [0xEF, 0xBF, 0xBD] {
        target?.pointee = CChar(bitPattern: byte)
        target = target?.advanced(by: 1)
      }
      free -= 3
      source = source?.advanced(by: 1)
      left -= 1
    }
    _ = gm_convert(state, nil, nil, &target, &free, &code)
    return room.count - free
  }
}

/// Sets of one octet a character, as a table: no call can fail and none is slow on garbage.
struct SingleByte: Sendable {
  private let scalars: [[UInt8]]

  static let windows1251 = SingleByte(name: "CP1251") ?? SingleByte()

  private static let known: [String: SingleByte] = {
    var tables: [String: SingleByte] = [:]
    for name in ["CP1252", "KOI8-R", "KOI8-U", "CP866", "ISO-8859-5", "CP1254"] { tables[name] = SingleByte(name: name) }
    tables["CP1251"] = windows1251
    return tables
  }()

  static func named(_ name: String) -> SingleByte? { known[name] ?? SingleByte(name: name) }

  /// ASCII with a mark for all else, should iconv know nothing.
  private init() { scalars = (0..<256).map { $0 < 0x80 ? [UInt8($0)] : [0xEF, 0xBF, 0xBD] } }

  private init?(name: String) {
    guard let state = iconv_open("UTF-8", name), Int(bitPattern: state) != -1 else { return nil }
    defer { iconv_close(state) }
    scalars = (0..<256).map { byte in
      var input = CChar(bitPattern: UInt8(byte))
      var output = [CChar](repeating: 0, count: 8)
      var (left, free, code) = (1, 8, Int32(0))
      withUnsafeMutablePointer(to: &input) { pointer in
        output.withUnsafeMutableBufferPointer { room in
          var (source, target): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?) = (pointer, room.baseAddress)
          _ = gm_convert(state, &source, &left, &target, &free, &code)
        }
      }
      guard code == 0 else { return [0xEF, 0xBF, 0xBD] }
      return output.prefix(8 - free).map { UInt8(bitPattern: $0) }
    }
  }

  func text(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      if byte < 0x80 { output.append(byte) } else { output.append(contentsOf: scalars[Int(byte)]) }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

enum UTF8Shape {
  /// How many characters of several octets are whole, and how many octets fit nowhere.
  static func count(_ bytes: [UInt8]) -> (good: Int, bad: Int) {
    var (good, bad, index) = (0, 0, 0)
    while index < bytes.count {
      let lead = bytes[index]
      index += 1
      if lead < 0x80 { continue }
      let length = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xC2 && lead < 0xE0 ? 1 : 0
      var tail = 0
      while tail < length, index + tail < bytes.count, bytes[index + tail] & 0xC0 == 0x80 { tail += 1 }
      if length > 0, tail == length, isShortest(lead, bytes[index]) {
        good += 1
        index += tail
      } else {
        bad += 1
      }
    }
    return (good, bad)
  }

  /// No longer form than needed, no surrogate, nothing beyond the last character (RFC 3629).
  private static func isShortest(_ lead: UInt8, _ second: UInt8) -> Bool {
    switch lead {
    case 0xE0: second >= 0xA0
    case 0xED: second < 0xA0
    case 0xF0: second >= 0x90
    case 0xF4: second < 0x90
    default: true
    }
  }
}
