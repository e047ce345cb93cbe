import Foundation

/// How to reach a mail server, for reading or sending.
package struct MailServer: Sendable {
  package enum Security: String, Sendable, CaseIterable {
    /// TLS from the first byte.
    case tls
    /// TLS by STARTTLS; no login without it.
    case startTLS
    /// STARTTLS when the server offers it: a person in the middle can take the offer away.
    case startTLSIfOffered
    case none
  }

  package enum Login: Sendable, Equatable, CustomStringConvertible {
    case none
    case password(user: String, password: String)
    /// An OAuth 2 access token (XOAUTH2 or OAUTHBEARER).
    case bearer(user: String, token: String)

    /// Never tells the secret.
    package var description: String {
      switch self {
      case .none: "none"
      case .password(let user, _), .bearer(let user, _): "\(user) •••"
      }
    }
  }

  /// Whether an address may be reached at a port.
  package typealias Reach = @Sendable (_ address: String, _ port: Int) -> Bool

  package var host: String
  package var port: Int
  package var security: Security
  package var login: Login
  /// A file with the certificates to trust instead of the system's.
  package var authorityFile: String?
  /// Whether the certificate and its name are checked.
  package var verifiesCertificate = true
  /// Asked for each address that the name stands for.
  package var allows: Reach = { _, _ in true }
  /// Seconds until the connection stands and the login is done.
  package var connectTimeout = 30
  /// Seconds without a byte from the server.
  package var idleTimeout = 60

  package init(host: String, port: Int, security: Security, login: Login) {
    self.host = host
    self.port = port
    self.security = security
    self.login = login
  }

  /// From `imap://`, `imaps://`, `smtp://` or `smtps://` with a host and perhaps a port. Without the `s` STARTTLS is required.
  package init?(url: String, login: Login) {
    let ports = ["imap": 143, "imaps": 993, "smtp": 587, "smtps": 465]
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), let usual = ports[scheme],
      let host = parts.host, !host.isEmpty
    else { return nil }
    self.init(host: host, port: parts.port ?? usual, security: scheme.hasSuffix("s") ? .tls : .startTLS, login: login)
  }
}
