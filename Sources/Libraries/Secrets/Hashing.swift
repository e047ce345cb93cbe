import CSodium

package enum SHA256 {
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    Sodium.require()
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return digest
  }
  /// Tokens are kept as this: who reads the table cannot use them.
  package static func hexOf(_ text: String) -> String { hex(hash(Array(text.utf8))) }
}

/// The same, of more bytes than fit into memory.
package struct RunningSHA256 {
  private var state = crypto_hash_sha256_state()

  package init() {
    Sodium.require()
    crypto_hash_sha256_init(&state)
  }
  package mutating func add(_ bytes: [UInt8]) { crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count)) }
  package mutating func hex() -> String {
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    crypto_hash_sha256_final(&state, &digest)
    return Secrets.hex(digest)
  }
}

/// Binds a text to the desk's key: reply tokens, form tokens.
package struct Authenticator: Sendable {
  private let key: [UInt8]

  /// - Parameter purpose: separates the uses of one key, so that a token of one kind is never good for another.
  package init(key: [UInt8], purpose: String) {
    self.key = Self.hmac(Array("otklik.\(purpose)".utf8), key: key)
  }

  /// `length` bytes (32 at most) of HMAC-SHA256, as lower-case hexadecimal: survives mail systems that fold case.
  package func tag(_ message: String, length: Int = 32) -> String {
    hex(Array(Self.hmac(Array(message.utf8), key: key).prefix(length)))
  }

  package func isValid(_ tag: String, for message: String, length: Int = 32) -> Bool {
    constantTimeEqual(tag, self.tag(message, length: length))
  }

  private static func hmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    Sodium.require()
    var state = crypto_auth_hmacsha256_state()
    var tag = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
    crypto_auth_hmacsha256_init(&state, key, key.count)
    crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
    crypto_auth_hmacsha256_final(&state, &tag)
    return tag
  }
}

package func constantTimeEqual(_ left: String, _ right: String) -> Bool {
  let (a, b) = (Array(left.utf8), Array(right.utf8))
  guard a.count == b.count else { return false }
  return a.isEmpty || sodium_memcmp(a, b, a.count) == 0
}
