import Foundation

/// Names of folders as IMAP writes them: modified UTF-7, RFC 3501 section 5.1.3.
enum IMAPFolderName {
  /// The name in quotes, to be sent.
  static func quoted(_ name: String) throws -> String {
    guard !name.isEmpty, name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
      throw TransportFailure(.invalidName, name)
    }
    return "\"" + encoded(name).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  static func encoded(_ name: String) -> String {
    var result = ""
    var waiting: [UInt8] = []
    func flush() {
      guard !waiting.isEmpty else { return }
      let base = Data(waiting).base64EncodedString().replacing("/", with: ",").replacing("=", with: "")
      result += "&\(base)-"
      waiting = []
    }
    for scalar in name.unicodeScalars {
      if (0x20...0x7E).contains(scalar.value) {
        flush()
        result += scalar == "&" ? "&-" : String(scalar)
      } else {
        for unit in String(scalar).utf16 { waiting += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
      }
    }
    flush()
    return result
  }

  /// A name that is written wrongly stays as it is.
  static func decoded(_ name: String) -> String {
    var result = ""
    var rest = name[...]
    while let start = rest.firstIndex(of: "&") {
      guard let end = rest[start...].firstIndex(of: "-") else { return name }
      result += rest[..<start]
      let code = rest[rest.index(after: start)..<end]
      guard let text = code.isEmpty ? "&" : text(of: code) else { return name }
      result += text
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func text(of code: Substring) -> String? {
    let base = String(code).replacing(",", with: "/")
    let padded: String = base + String(repeating: "=", count: (4 - base.count % 4) % 4)
    guard let bytes = Data(base64Encoded: padded), bytes.count % 2 == 0 else { return nil }
    let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    return String(validating: units, as: UTF16.self)
  }
}
