/// Why a mail server could not be used, so that a person can act on it.
package struct TransportFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Kind: String, Sendable {
    case cannotResolve
    /// Nobody listens there, or the network is gone.
    case unreachable
    /// The address is none that may be reached.
    case addressNotAllowed
    case tls
    /// STARTTLS is required and not offered.
    case noEncryption
    case loginDenied
    /// A token was not taken, or the permission behind it is not good any more.
    case tokenRefused
    case noSuchFolder
    /// The folder's UIDs have been given out anew (its UIDVALIDITY changed): what is known about it means nothing now.
    case folderRenumbered
    case timeout
    case disconnected
    /// The whole message was sent, and the server did not say what became of it: it may have taken it.
    case unconfirmed
    /// The server said no, for now.
    case deferred
    /// The server said no.
    case refused
    /// The server said what no server should say.
    case protocolViolation
    /// More than the given limit.
    case tooLarge
    /// An address or a name that cannot be sent to a server.
    case invalidName
    case cancelled
  }

  package var kind: Kind
  /// The server's own line, or the library's reason.
  package var detail: String

  package init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// Worth trying again later without a change by a person.
  package var isTemporary: Bool {
    switch kind {
    case .cannotResolve, .unreachable, .timeout, .disconnected, .unconfirmed, .deferred, .cancelled: true
    default: false
    }
  }

  package var description: String { "\(kind.rawValue): \(detail)" }
}
