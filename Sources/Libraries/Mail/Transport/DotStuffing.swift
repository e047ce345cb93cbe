/// The form of a message in SMTP's DATA, RFC 5321 4.5.2.
enum DotStuffing {
  /// Lines end in CR LF whatever they ended in, a dot that begins a line is doubled, a lone dot ends it all. No byte of a message can end it early.
  static func stuffed(_ message: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(message.count + message.count / 32 + 8)
    var isLineStart = true
    var previous: UInt8 = 0
    for byte in message {
      defer { previous = byte }
      if byte == 10, previous == 13 { continue }
      if byte == 10 || byte == 13 {
        result += [13, 10]
        isLineStart = true
      } else {
        if byte == 46, isLineStart { result.append(46) }
        result.append(byte)
        isLineStart = false
      }
    }
    if !isLineStart { result += [13, 10] }
    return result + [46, 13, 10]
  }
}
