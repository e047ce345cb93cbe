import Desk
import Mail
import Storage
import Web

/// Tells somebody whose mail became a ticket that it arrived. The sender may be made up, so nothing of the message is
/// repeated, and nobody gets many of them.
struct Acknowledgement {
  let ticket: Ticket
  let mail: IncomingMail
  let mailbox: Mailbox
  let words: Words

  static let mostAnHour = 3
  static let mostOfDeskAnHour = 500
  /// Whoever connects a mailbox with old messages in it does not surprise their authors.
  static let oldest: Int64 = 24 * 3600

  func queue(in change: Transaction) throws {
    guard mailbox.acknowledges, mailbox.smtp != nil, mailbox.isActive, !mail.isAutomatic, let sender = mail.from, sender.isUsable else {
      return
    }
    if let date = mail.date, Instant(date) < change.now + .seconds(-Self.oldest) { return }
    let recipients = [EmailAddress.normalized(sender.address)]
    guard try isUnderCap(recipients, in: change) else { return }
    let values = ["number": String(ticket.number)]
    let own = mailbox.acknowledgement
    let text = own.isEmpty ? words("notify.acknowledgement.text", values) : own.replacing("{number}", with: String(ticket.number)) + "\n"
    try MailSending.queue(
      NewMail(
        ticket: ticket, recipients: recipients, subject: words("notify.acknowledgement.subject", values),
        text: text, purpose: .acknowledgement),
      from: mailbox, in: change)
  }

  private func isUnderCap(_ recipients: [String], in change: Transaction) throws -> Bool {
    let since = change.now + .seconds(-3600)
    let one: Int64 =
      try change.db.value(
        """
        SELECT count(*) FROM mail_out WHERE is_automatic = 1 AND recipients = \(try MailRecipients.encoded(recipients)) AND created_at > \(since)
        """) ?? 0
    let all: Int64 =
      try change.db.value("SELECT count(*) FROM mail_out WHERE purpose = 'acknowledgement' AND created_at > \(since)") ?? 0
    return one < Self.mostAnHour && all < Self.mostOfDeskAnHour
  }
}
