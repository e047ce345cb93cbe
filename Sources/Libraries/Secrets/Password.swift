import CSodium

/// argon2id by libsodium, in its own text form (PHC), which carries the parameters it was made with.
package enum Password {
  /// 64 MiB, 2 passes: about a tenth of a second here. Tests choose `.quick`.
  package enum Cost: Sendable {
    case interactive, quick
    var limits: (operations: UInt64, memory: Int) {
      switch self {
      case .interactive: (UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE), Int(crypto_pwhash_MEMLIMIT_INTERACTIVE))
      case .quick: (UInt64(crypto_pwhash_OPSLIMIT_MIN), Int(crypto_pwhash_MEMLIMIT_MIN))
      }
    }
  }

  package static let shortest = 10
  package static let longest = 1_000

  /// Takes long and much memory on purpose: call it through `PasswordBench`.
  package static func hash(_ password: Secret, cost: Cost) -> String {
    Sodium.require()
    let text = password.reveal()
    var result = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
    let status = crypto_pwhash_str(&result, text, UInt64(text.utf8.count), cost.limits.operations, cost.limits.memory)
    precondition(status == 0, "not enough memory to hash a password")
    return String(decoding: result.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  package static func verify(_ password: Secret, against hash: String) -> Bool {
    Sodium.require()
    let text = password.reveal()
    return crypto_pwhash_str_verify(hash, text, UInt64(text.utf8.count)) == 0
  }
}
