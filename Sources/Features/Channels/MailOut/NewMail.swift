import Desk
import Storage

/// What a mail of ours is for.
enum MailPurpose: String, Sendable, ColumnValue {
  case reply, acknowledgement, notification
  /// Tells an employee of something that clients do not see: an answer to it is internal as well.
  case internalNotification
  /// Brings an employee the link for a new password.
  case passwordLink

  /// Written by the desk and not by a person.
  var isAutomatic: Bool { self != .reply }
  /// Notes to employees need no signature of the company.
  var isSigned: Bool { self == .reply || self == .acknowledgement }
}

/// A mail to be queued.
struct NewMail {
  var ticket: Ticket?
  var message: Int64?
  var recipients: [String]
  /// Without the ticket's number, which is added; a reply takes the ticket's own.
  var subject: String?
  var text: String
  var html: String?
  var purpose: MailPurpose

  init(
    ticket: Ticket?, message: Int64? = nil, recipients: [String], subject: String? = nil, text: String, html: String? = nil,
    purpose: MailPurpose
  ) {
    self.ticket = ticket
    self.message = message
    self.recipients = recipients
    self.subject = subject
    self.text = text
    self.html = html
    self.purpose = purpose
  }
}
