import CGMime

/// Content-Transfer-Encoding and its undoing.
enum TransferEncoding: Sendable {
  case none, base64, quotedPrintable, uuencode

  init(_ raw: Slice<UnsafeRawBufferPointer>) {
    let name = String(decoding: raw.prefix(200), as: UTF8.self).lowercased()
    // "base64;" and "quoted-printable (comment)" are met, so the name is looked for, not compared.
    if name.contains("base64") {
      self = .base64
    } else if name.contains("quoted") {
      self = .quotedPrintable
    } else if name.contains("uuencode") || name.contains("x-uue") {
      self = .uuencode
    } else {
      self = .none
    }
  }

  var hidesLines: Bool { self != .none }

  func decoded(_ whole: UnsafeRawBufferPointer) -> [UInt8] {
    let bytes = self == .uuencode ? Self.afterBegin(whole) : whole
    let encoding: GMimeContentEncoding
    switch self {
    case .none: return Array(bytes)
    case .base64: encoding = GMIME_CONTENT_ENCODING_BASE64
    case .quotedPrintable: encoding = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
    case .uuencode: encoding = GMIME_CONTENT_ENCODING_UUENCODE
    }
    guard let input = bytes.bindMemory(to: CChar.self).baseAddress else { return [] }
    GMime.start()
    var state = GMimeEncoding()
    g_mime_encoding_init_decode(&state, encoding)
    return [UInt8](unsafeUninitializedCapacity: g_mime_encoding_outlen(&state, bytes.count) + 8) { room, count in
      room.withMemoryRebound(to: CChar.self) { output in
        count = g_mime_encoding_flush(&state, input, bytes.count, output.baseAddress)
      }
    }
  }

  /// GMime's decoder wants the lines after the one that names the file.
  private static func afterBegin(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var lines = Lines(bytes)
    while let line = lines.next() {
      if bytes.matches(Array("begin ".utf8), at: line.start) { return UnsafeRawBufferPointer(rebasing: bytes[line.next...]) }
    }
    return bytes
  }
}
