import Foundation
import Mail

/// A server as it is stored (`imaps://host:993`) and as the form shows it: host, port, kind of encryption.
package struct MailboxURL: Sendable, Equatable {
  package let kind: String
  package let host: String
  package let port: Int?
  package let security: MailServer.Security

  init(kind: String, host: String, port: Int?, security: MailServer.Security) {
    self.kind = kind
    self.host = host
    self.port = port
    self.security = security
  }

  package init?(_ text: String) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty else {
      return nil
    }
    guard ["imap", "imaps", "smtp", "smtps"].contains(scheme) else { return nil }
    let wish = parts.queryItems?.first { $0.name == "security" }?.value.flatMap(MailServer.Security.init(rawValue:))
    self.init(
      kind: String(scheme.prefix(4)), host: host, port: parts.port, security: wish ?? (scheme.hasSuffix("s") ? .tls : .startTLS))
  }

  var text: String {
    let shownHost = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    let scheme = security == .tls ? kind + "s" : kind
    let wish = security == .tls || security == .startTLS ? "" : "?security=\(security.rawValue)"
    return "\(scheme)://\(shownHost)\(port.map { ":\($0)" } ?? "")\(wish)"
  }

  /// Letters, digits, dots and dashes, or an IPv6 address.
  static func isHost(_ text: String) -> Bool {
    text.utf8.count <= 253 && !text.isEmpty
      && text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789.-:[]".unicodeScalars.contains($0) }
      && URLComponents(string: "imap://\(text.contains(":") && !text.hasPrefix("[") ? "[\(text)]" : text)")?.host != nil
  }
}
