import CSodium

enum Sodium {
  /// libsodium must be initialised once before use; doing it again is harmless and cheap.
  static let isReady: Bool = sodium_init() >= 0

  static func require() { precondition(isReady, "libsodium could not be initialised") }
}

/// Unpredictable bytes and the texts made of them.
package enum Random {
  package static func bytes(_ count: Int) -> [UInt8] {
    Sodium.require()
    var bytes = [UInt8](repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
  }

  /// 256 bits in URL-safe characters: for sessions, links, keys.
  package static func token() -> String { base64URL(bytes(32)) }
  /// 80 bits in lower-case letters and digits: for public ids, which must not be guessed but may be read aloud.
  package static func publicID() -> String {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String(bytes(16).map { alphabet[Int($0 & 31)] })
  }
}

package func base64URL(_ bytes: [UInt8]) -> String {
  Sodium.require()
  let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING
  var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, variant))
  sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
  return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

package func hex(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
