import Foundation

/// Python's smtplib, which is not ours, as the sender of mail.
package enum MailSender {
  package enum Language: String { case smtp, lmtp }

  /// - Returns: what the server offered and whom it refused.
  package static func send(
    _ message: String, to recipients: [String], by language: Language, port: Int, trusting certificate: String? = nil
  )
    throws -> String
  {
    let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "send_mail.py")
    return try LocalPeer.run(
      "/usr/bin/python3", [program.path(), language.rawValue, String(port), certificate ?? "-"] + recipients, input: Data(message.utf8))
  }
}
