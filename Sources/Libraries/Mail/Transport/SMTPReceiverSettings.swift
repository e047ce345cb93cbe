import TLS

/// How the receiver works and what it bears.
package struct SMTPReceiverSettings: Sendable {
  package enum Language: Sendable {
    case smtp
    case lmtp
  }

  /// What is needed for STARTTLS.
  package struct Encryption: Sendable, Equatable {
    package var certificate: TLSCertificate
    /// Nothing is taken in the clear.
    package var isRequired: Bool

    package init(certificate: TLSCertificate, isRequired: Bool) {
      self.certificate = certificate
      self.isRequired = isRequired
    }
  }

  package var language = Language.smtp
  /// Without it STARTTLS is not offered.
  package var encryption: Encryption?
  package var host: String
  /// 0 for any free port.
  package var port: Int
  /// What the receiver calls itself.
  package var name: String
  /// Bytes of a message, which is told to every peer. A larger one is refused, so that its sender hears of it; nobody would
  /// read it here.
  package var messageLimit = MailLimits().totalBytes
  /// Bytes of all messages that are being received at one time; who sends more is asked to come again.
  package var arrivingLimit = 400 << 20
  package var recipientLimit = 100
  /// Bytes of a command line with its end; RFC 5321 asks for at least 512, its extensions for more.
  package var lineLimit = 2048
  package var connectionLimit = 500
  package var connectionsPerAddress = 50
  /// Commands in a minute and connection.
  package var commandsPerMinute = 1000
  /// Commands that are wrong or achieve nothing before the peer is sent away.
  package var patience = 20
  /// Seconds without a byte.
  package var idleTimeout: Double = 120
  /// Seconds that a connection may last.
  package var totalTimeout: Double = 1800

  package init(host: String, port: Int, name: String) {
    self.host = host
    self.port = port
    self.name = name
  }
}
