import Foundation

enum BodyText {
  /// Line ends as `\n`, no control characters but tabs, no byte order mark.
  static func cleaned(_ text: String) -> String {
    var text = text
    var result = text.withUTF8 { octets in
      [UInt8](unsafeUninitializedCapacity: octets.count) { room, count in
        var previous: UInt8 = 0
        for octet in octets {
          let isKept = (octet >= 0x20 && octet != 0x7F) || octet == 0x09 || (octet == 0x0A && previous != 0x0D) || octet == 0x0D
          if isKept {
            room[count] = octet == 0x0D ? 0x0A : octet
            count += 1
          }
          previous = octet
        }
      }
    }
    if result.starts(with: [0xEF, 0xBB, 0xBF]) { result.removeFirst(3) }
    return String(decoding: result, as: UTF8.self)
  }

  /// For a plain stretch between HTML ones, as many mail programs send around pictures.
  static func asHTML(_ text: String) -> String {
    var result = "<div style=\"white-space:pre-wrap\">"
    for character in text.unicodeScalars {
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "</div>"
  }
}

/// The charset that an HTML text declares in itself.
enum MetaCharset {
  static func find(_ octets: [UInt8]) -> String? {
    let head = String(decoding: octets.prefix(2_048).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).lowercased()
    guard let meta = head.range(of: "charset="), head[..<meta.lowerBound].contains("<meta") else { return nil }
    let value = head[meta.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
    let name = value.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }
}
