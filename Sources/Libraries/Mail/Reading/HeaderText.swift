/// The text of a header value: unfolded, without control characters, raw octets beyond ASCII turned into characters.
enum HeaderText {
  static func unfolded(_ raw: Slice<UnsafeRawBufferPointer>, charset: String? = nil) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var isHigh = false
    for byte in raw {
      switch byte {
      case 0x0D, 0x0A, 0x00: continue
      case 0x09: bytes.append(0x20)
      case ..<0x20 where byte != 0x1B: continue
      case 0x7F: continue
      default:
        isHigh = isHigh || byte >= 0x80 || byte == 0x1B
        bytes.append(byte)
      }
    }
    let text = isHigh ? printable(CharsetDecoding.text(bytes, label: label(bytes, charset)).text) : String(decoding: bytes, as: UTF8.self)
    return text.trimmingASCII()
  }

  /// Raw octets carry no label: those of the message's text is the best guess, unless they are UTF-8, which the decoder sees itself.
  private static func label(_ bytes: [UInt8], _ charset: String?) -> String? {
    guard bytes.contains(0x1B) else { return charset }
    return bytes.contains { $0 >= 0x80 } ? charset : "iso-2022-jp"
  }

  /// Nothing that breaks a line or is no character: what decoding may bring back in.
  static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if !isControl(scalar) { result.append(scalar) } else if scalar.value == 0x0A || scalar.value == 0x09 { result.append(" ") }
    }
    return String(result)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (scalar.value >= 0x7F && scalar.value < 0xA0) || scalar.value == 0x2028 || scalar.value == 0x2029
  }
}
