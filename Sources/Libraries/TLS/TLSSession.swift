import COpenSSL

/// One encrypted conversation, from the server's side. Knows no network: bytes of the wire go in and come out.
final class TLSSession {
  enum Failure: Error { case handshake(String), broken(String) }

  private let ssl: OpaquePointer
  /// Owned by `ssl`.
  private let incoming: OpaquePointer
  private let outgoing: OpaquePointer
  private(set) var isReady = false
  private static let chunk = 16 << 10

  init(_ context: TLSContext) {
    guard let ssl = SSL_new(context.pointer), let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem()) else {
      fatalError("out of memory")
    }
    (self.ssl, self.incoming, self.outgoing) = (ssl, incoming, outgoing)
    SSL_set_bio(ssl, incoming, outgoing)
    SSL_set_accept_state(ssl)
  }

  deinit { SSL_free(ssl) }

  /// Takes bytes from the wire and gives what the peer said in them.
  func receive(_ bytes: UnsafeRawBufferPointer) throws -> [UInt8] {
    if !bytes.isEmpty { BIO_write(incoming, bytes.baseAddress, Int32(bytes.count)) }
    if !isReady { try shakeHands() }
    return isReady ? try said() : []
  }

  /// Encrypts what is to be said. Only after the handshake.
  func say(_ bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else { return }
    ERR_clear_error()
    guard SSL_write(ssl, bytes.baseAddress, Int32(bytes.count)) == Int32(bytes.count) else { throw Failure.broken(TLSError.last()) }
  }

  /// Tells the peer that nothing more will be said.
  func end() { if isReady { SSL_shutdown(ssl) } }

  /// What waits to go onto the wire.
  func output() -> [UInt8] {
    let count = BIO_ctrl_pending(outgoing)
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = Int(max(BIO_read(outgoing, buffer.baseAddress, Int32(count)), 0))
    }
  }

  private func shakeHands() throws {
    ERR_clear_error()
    let result = SSL_do_handshake(ssl)
    isReady = result == 1
    if !isReady, SSL_get_error(ssl, result) != SSL_ERROR_WANT_READ { throw Failure.handshake(TLSError.last()) }
  }

  private func said() throws -> [UInt8] {
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      ERR_clear_error()
      let count = SSL_read(ssl, &piece, Int32(piece.count))
      guard count > 0 else {
        switch SSL_get_error(ssl, count) {
        // The second is the peer's word that it has said all.
        case SSL_ERROR_WANT_READ, SSL_ERROR_ZERO_RETURN: return all
        default: throw Failure.broken(TLSError.last())
        }
      }
      all += piece[..<Int(count)]
    }
  }
}
