import COpenSSL
import Foundation

/// The files by which a server shows who it is: the certificate with those that vouch for it, and the key, both in PEM.
package struct TLSCertificate: Sendable, Equatable {
  package var chain: String
  package var key: String

  package init(chain: String, key: String) {
    self.chain = chain
    self.key = key
  }

  /// What is wrong with the files, for a person.
  package enum Flaw: Error, Equatable, Sendable {
    case unreadable(path: String, reason: String)
    case noCertificate(path: String, reason: String)
    case noKey(path: String, reason: String)
    /// The key belongs to another certificate.
    case mismatch
  }

  /// Seconds since 1970 at which it ends.
  /// - Throws: `Flaw` when a server could not use it.
  package func expiry() throws -> Int64 {
    let context = try TLSContext(self)
    guard let certificate = SSL_CTX_get0_certificate(context.pointer), let end = X509_get0_notAfter(certificate) else {
      throw Flaw.noCertificate(path: chain, reason: "it has no end")
    }
    var time = tm()
    guard ASN1_TIME_to_tm(end, &time) == 1 else { throw Flaw.noCertificate(path: chain, reason: "its end cannot be read") }
    return Int64(timegm(&time))
  }
}

/// A certificate that was read, for any number of connections.
///
/// OpenSSL's contexts count their users and may be shared by threads once they are set up.
package final class TLSContext: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Reads the files anew: a certificate that was renewed is used without a restart.
  package init(_ certificate: TLSCertificate) throws {
    for path in [certificate.chain, certificate.key] {
      guard access(path, R_OK) == 0 else { throw TLSCertificate.Flaw.unreadable(path: path, reason: String(cString: strerror(errno))) }
    }
    ERR_clear_error()
    guard let context = SSL_CTX_new(TLS_server_method()) else { fatalError("OpenSSL cannot start") }
    pointer = context
    _ = SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
    guard SSL_CTX_use_certificate_chain_file(context, certificate.chain) == 1 else {
      throw TLSCertificate.Flaw.noCertificate(path: certificate.chain, reason: TLSError.last())
    }
    guard SSL_CTX_use_PrivateKey_file(context, certificate.key, SSL_FILETYPE_PEM) == 1 else {
      let reason = TLSError.last()
      throw reason.contains("mismatch") ? TLSCertificate.Flaw.mismatch : .noKey(path: certificate.key, reason: reason)
    }
    guard SSL_CTX_check_private_key(context) == 1 else { throw TLSCertificate.Flaw.mismatch }
  }

  deinit { SSL_CTX_free(pointer) }
}

enum TLSError {
  /// What OpenSSL complained of last on this thread.
  static func last() -> String {
    let whole = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      ERR_error_string_n(ERR_peek_last_error(), text.baseAddress, text.count)
      return String(cString: text.baseAddress!)
    }
    ERR_clear_error()
    // `error:0A000086:SSL routines::reason`
    return whole.split(separator: ":").last.map(String.init) ?? whole
  }
}
