import Foundation

/// A message to be built. All fields are values; none can carry a header line of its own.
package struct OutgoingMail: Sendable {
  package struct File: Sendable {
    package var name: String
    /// `type/subtype`; what is no such thing, or is itself a message or a multipart, goes out as octets.
    package var contentType: String
    package var bytes: [UInt8]

    package init(name: String, contentType: String, bytes: [UInt8]) {
      self.name = name
      self.contentType = contentType
      self.bytes = bytes
    }
  }

  /// A picture within the HTML, addressed there as `cid:` and its id.
  package struct InlineImage: Sendable {
    /// Without angle brackets.
    package var contentID: String
    package var file: File

    package init(contentID: String, file: File) {
      self.contentID = contentID
      self.file = file
    }
  }

  /// RFC 3834: who else's programs should leave this unanswered.
  package enum AutoSubmitted: String, Sendable {
    case generated = "auto-generated"
    case replied = "auto-replied"
  }

  /// The further fields that a message may have.
  package enum ExtraHeader: Sendable {
    /// Asks Exchange not to answer by itself.
    case suppressAutoResponses
    case precedenceBulk
    /// `https:` and `mailto:` addresses; with one-click (RFC 8058) the first must be `https:`.
    case listUnsubscribe([String], oneClick: Bool)
    case listID(name: String, id: String)
    /// `X-Loop`, by which a sender knows its own mail.
    case loopMark(String)
  }

  package var from: MailAddress
  package var sender: MailAddress?
  package var replyTo: [MailAddress] = []
  package var to: [MailAddress] = []
  package var cc: [MailAddress] = []
  package var subject: String
  package var date: Date
  /// Without angle brackets, as those below.
  package var messageID: String
  package var inReplyTo: String?
  /// Oldest first. Of a long thread the first and the latest are written.
  package var references: [String] = []
  package var autoSubmitted: AutoSubmitted?
  package var extra: [ExtraHeader] = []
  package var text: String
  package var html: String?
  package var inlineImages: [InlineImage] = []
  package var attachments: [File] = []

  package init(from: MailAddress, to: [MailAddress], subject: String, date: Date, messageID: String, text: String) {
    self.from = from
    self.to = to
    self.subject = subject
    self.date = date
    self.messageID = messageID
    self.text = text
  }
}

/// Why a message was not built.
package enum OutgoingRefusal: Error, Equatable, Sendable {
  /// Not of the form `box@host`, or beyond ASCII before the `@`.
  case address(String)
  case noRecipient
  case messageID(String)
  case contentID(String)
}
