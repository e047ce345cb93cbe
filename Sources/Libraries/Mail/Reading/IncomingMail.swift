import Foundation

/// A message as it was read: plain values, nothing of it points into the library that helped.
package struct IncomingMail: Sendable {
  /// Without angle brackets.
  package var messageID: String?
  package var inReplyTo: [String]
  /// Oldest first.
  package var references: [String]
  /// The first author; more than one is against all custom and `authors` has them.
  package var from: MailAddress?
  package var authors: [MailAddress]
  package var sender: MailAddress?
  package var replyTo: [MailAddress]
  package var to: [MailAddress]
  package var cc: [MailAddress]
  package var envelope: EnvelopeHints
  /// Decoded, on one line; empty if there is none.
  package var subject: String
  package var date: Date?
  /// Lines end in `\n`. Nil if the message has only HTML.
  package var text: String?
  /// As the sender wrote it: not fit to be shown before a sanitiser has seen it.
  package var html: String?
  package var attachments: [MailAttachment]
  package var invitation: Invitation?
  package var signature: SignatureKind?
  package var bounce: Bounce?
  /// Why the message was not written by a person; empty for people's mail.
  package var automatic: [AutomaticReason]
  package var headers: HeaderFields
  package var problems: [MailProblem]

  package var isAutomatic: Bool { !automatic.isEmpty }
}

/// What delivery agents note about the envelope.
package struct EnvelopeHints: Sendable, Equatable {
  package enum ReturnPath: Sendable, Equatable {
    case missing
    /// `<>`: nobody wants an answer, least of all an automatic one.
    case null
    case address(String)
  }

  package var returnPath: ReturnPath
  package var deliveredTo: [String]
  package var originalTo: [String]
}

/// A signature that came with the message. It is not checked here.
package enum SignatureKind: String, Sendable {
  case smime, pgp
}
