import Desk
import Mail
import Secrets
import Storage

extension Event.Kind {
  package static let mailSent = Event.Kind("mail.sent")
  package static let mailFailed = Event.Kind("mail.failed")
  package static let mailBounced = Event.Kind("mail.bounced")
}

/// The queue of outgoing mail: a row for each message, a job that sends it, its state on the reply it carries.
package enum MailSending {
  /// A public answer went out in the desk: it goes to the client's addresses through the ticket's mailbox.
  static func queueReply(_ event: Event, in change: Transaction) throws {
    guard let id = event.facts["message"].flatMap(Int64.init), let ticket = try Ticket.of(event, in: change),
      let row = try change.db.row("SELECT recipients, html, text, mail_id FROM message WHERE id = \(id)")
    else { return }
    let recipients = try MailRecipients.decoded(row["recipients"])
    guard !recipients.isEmpty else { return try note(id, "noRecipient", in: change) }
    guard let mailbox = try sender(for: ticket, in: change.db) else { return try note(id, "noMailbox", in: change) }
    try queue(
      NewMail(ticket: ticket, message: id, recipients: recipients, text: row["text"], html: row["html"], isAutomatic: false), from: mailbox,
      in: change)
    try change.db.run("UPDATE message SET delivery = 'queued', delivery_note = NULL WHERE id = \(id)")
  }

  /// The mailbox that a ticket is answered from: its own, else the first that can send.
  package static func sender(for ticket: Ticket?, in db: any Database) throws -> Mailbox? {
    if let own = try ticket?.mailboxID.flatMap({ try Mailbox.find($0, in: db) }), own.smtp != nil, own.isActive { return own }
    return try db.row("SELECT * FROM mailbox WHERE smtp_url IS NOT NULL AND is_active = 1 ORDER BY id LIMIT 1").map(Mailbox.init)
  }

  package struct NewMail {
    package var ticket: Ticket?
    package var message: Int64?
    package var recipients: [String]
    /// Without the ticket's number, which is added; a reply takes the ticket's own.
    package var subject: String?
    package var text: String
    package var html: String?
    package var isAutomatic: Bool
    package init(
      ticket: Ticket?, message: Int64? = nil, recipients: [String], subject: String? = nil, text: String, html: String?, isAutomatic: Bool
    ) {
      self.ticket = ticket
      self.message = message
      self.recipients = recipients
      self.subject = subject
      self.text = text
      self.html = html
      self.isAutomatic = isAutomatic
    }
  }

  @discardableResult
  package static func queue(_ new: NewMail, from mailbox: Mailbox, in change: Transaction) throws -> Int64 {
    let host = EmailAddress.domain(of: mailbox.address) ?? "localhost"
    let distinct = Random.publicID()
    let headerID: String
    if let number = new.ticket?.number {
      let tag = SentThread.token(ticket: number, distinct: distinct, recipients: new.recipients, keys: change.keys)
      headerID = ReplyToken(ticket: number, token: tag)!.messageID(host: host, distinct: distinct)
    } else {
      headerID = "otklik.\(distinct)@\(host)"
    }
    let id: Int64? = try change.db.value(
      """
      INSERT INTO mail_out (mailbox_id, ticket_number, message_id, header_id, recipients, subject, text, html, is_automatic, state, created_at)
      VALUES (\(mailbox.id), \(new.ticket?.number), \(new.message), \(headerID), \(try MailRecipients.encoded(new.recipients)),
        \(subject(of: new)), \(new.text), \(new.html), \(new.isAutomatic), 'queued', \(change.now))
      RETURNING id
      """)
    try change.enqueue(SendMail(mail: id!), key: String(id!))
    return id!
  }

  private static func subject(of new: NewMail) -> String {
    guard let ticket = new.ticket else { return new.subject ?? "" }
    let subject = new.subject ?? (ticket.subject.lowercased().hasPrefix("re:") ? ticket.subject : "Re: \(ticket.subject)")
    return subject.contains("[#\(ticket.number)]") ? subject : "\(subject) [#\(ticket.number)]"
  }

  private static func note(_ message: Int64, _ reason: String, in change: Transaction) throws {
    try change.db.run("UPDATE message SET delivery_note = \(reason) WHERE id = \(message)")
  }

  /// A report says that one of ours did not arrive: shown on the reply, and the address is marked.
  /// - Returns: the ticket, if the mail was about one.
  static func bounced(_ sent: Int64, address: String, reason: String, in change: Transaction) throws -> Int64? {
    guard let row = try change.db.row("SELECT ticket_number, message_id FROM mail_out WHERE id = \(sent)") else { return nil }
    let (ticket, message): (Int64?, Int64?) = (try row[0], try row[1])
    try change.db.run("UPDATE mail_out SET state = 'bounced', note = \(reason) WHERE id = \(sent)")
    try change.db.run(
      "UPDATE contact_email SET bounced_at = \(change.now), bounce_reason = \(reason) WHERE email = \(EmailAddress.normalized(address))")
    if let message { try change.db.run("UPDATE message SET delivery = 'bounced', delivery_note = \(reason) WHERE id = \(message)") }
    if let ticket {
      try change.record([
        Event(
          .mailBounced, of: .ticket(ticket), by: .desk,
          facts: ["address": address, "reason": reason, "message": message.map(String.init) ?? ""])
      ])
    }
    return ticket
  }
}
