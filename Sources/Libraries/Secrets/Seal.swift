import CSodium
import Foundation

/// Encrypts what must be readable again (mailbox passwords) with a key that lives outside of the database.
/// XSalsa20-Poly1305 with a random nonce in front (libsodium's secretbox).
package struct Seal: Sendable {
  private let key: [UInt8]

  package init(key: [UInt8]) {
    precondition(key.count == 32)
    self.key = key
  }

  package func close(_ secret: Secret) -> [UInt8] {
    let nonce = Random.bytes(Int(crypto_secretbox_NONCEBYTES))
    let message = Array(secret.reveal().utf8)
    var box = [UInt8](repeating: 0, count: message.count + Int(crypto_secretbox_MACBYTES))
    crypto_secretbox_easy(&box, message, UInt64(message.count), nonce, key)
    return nonce + box
  }

  /// - Throws: when the key is another one or the bytes were changed.
  package func open(_ sealed: [UInt8]) throws(SealError) -> Secret {
    let (nonceSize, macSize) = (Int(crypto_secretbox_NONCEBYTES), Int(crypto_secretbox_MACBYTES))
    guard sealed.count >= nonceSize + macSize else { throw SealError() }
    let box = Array(sealed.dropFirst(nonceSize))
    var message = [UInt8](repeating: 0, count: box.count - macSize)
    guard crypto_secretbox_open_easy(&message, box, UInt64(box.count), Array(sealed.prefix(nonceSize)), key) == 0 else {
      throw SealError()
    }
    return Secret(String(decoding: message, as: UTF8.self))
  }
}

package struct SealError: Error, CustomStringConvertible {
  package var description: String { "a stored secret cannot be opened: the key file of the data folder is another one" }
}
