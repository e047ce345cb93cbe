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
enum MailSending {
  /// A public answer went out in the desk: it goes to the client's addresses through the ticket's mailbox.
  static func queueReply(_ event: Event, in change: Transaction) throws {
    guard let id = event.facts["message"].flatMap(Int64.init), let ticket = try Ticket.of(event, in: change),
      let row = try change.db.row("SELECT recipients, html, text FROM message WHERE id = \(id)")
    else { return }
    let recipients = try MailRecipients.decoded(row["recipients"])
    guard !recipients.isEmpty else {
      // An answer by mail without recipients has reached everybody already.
      return event.facts["channel"] == "mail" ? () : try note(id, "noRecipient", in: change)
    }
    guard let mailbox = try replySender(for: ticket, in: change.db) else { return try note(id, "noMailbox", in: change) }
    try queue(
      NewMail(ticket: ticket, message: id, recipients: recipients, text: row["text"], html: row["html"], purpose: .reply), from: mailbox,
      in: change)
    let wait = mailbox.isActive ? nil : MailboxRest.paused
    try change.db.run("UPDATE message SET delivery = 'queued', delivery_note = \(wait) WHERE id = \(id)")
  }

  /// What an employee wrote is not answered from elsewhere because the ticket's own mailbox is paused: it waits until that is resumed.
  private static func replySender(for ticket: Ticket, in db: any Database) throws -> Mailbox? {
    if let own = try ticket.mailboxID.flatMap({ try Mailbox.find($0, in: db) }), own.canSend { return own }
    if let active = try sender(for: ticket, in: db) { return active }
    return try db.rows("SELECT * FROM mailbox WHERE smtp_url IS NOT NULL AND archived_at IS NULL ORDER BY id LIMIT 50")
      .map(Mailbox.init).first(where: \.canSend)
  }

  /// The mailbox that a ticket is answered from: its own, else the first that can send.
  static func sender(for ticket: Ticket?, in db: any Database) throws -> Mailbox? {
    if let own = try ticket?.mailboxID.flatMap({ try Mailbox.find($0, in: db) }), own.smtp != nil, own.isActive { return own }
    return try db.row("SELECT * FROM mailbox WHERE smtp_url IS NOT NULL AND is_active = 1 ORDER BY id LIMIT 1").map(Mailbox.init)
  }

  @discardableResult
  static func queue(_ new: NewMail, from mailbox: Mailbox, in change: Transaction) throws -> Int64 {
    let id: Int64? = try change.db.value(
      """
      INSERT INTO mail_out (mailbox_id, ticket_number, message_id, header_id, recipients, subject, text, html, purpose, is_automatic, state,
        created_at, queued_at)
      VALUES (\(mailbox.id), \(new.ticket?.number), \(new.message), \(headerID(of: new, from: mailbox, keys: change.keys)),
        \(try MailRecipients.encoded(new.recipients)), \(subject(of: new)), \(new.text), \(new.html), \(new.purpose),
        \(new.purpose.isAutomatic), 'queued', \(change.now), \(change.now))
      RETURNING id
      """)
    try change.enqueue(SendMail(mail: id!), key: String(id!), lane: lane(new.ticket?.number, new.purpose))
    return id!
  }

  /// Clients get the mails of one ticket in the order in which they were written.
  static func lane(_ ticket: Int64?, _ purpose: MailPurpose) -> String? {
    guard let ticket, purpose == .reply || purpose == .acknowledgement else { return nil }
    return "mail.out.\(ticket)"
  }

  private static func headerID(of new: NewMail, from mailbox: Mailbox, keys: DeskKeys) -> String {
    let (host, distinct) = (EmailAddress.domain(of: mailbox.address) ?? "localhost", Random.publicID())
    guard let number = new.ticket?.number else { return "otklik.\(distinct)@\(host)" }
    let tag = SentThread.token(ticket: number, distinct: distinct, recipients: new.recipients, keys: keys)
    return ReplyToken(ticket: number, token: tag)!.messageID(host: host, distinct: distinct)
  }

  private static func subject(of new: NewMail) -> String {
    guard let ticket = new.ticket else { return new.subject ?? "" }
    let subject = new.subject ?? (ticket.subject.lowercased().hasPrefix("re:") ? ticket.subject : "Re: \(ticket.subject)")
    return subject.contains("[#\(ticket.number)]") ? subject : "\(subject) [#\(ticket.number)]"
  }

  private static func note(_ message: Int64, _ reason: String, in change: Transaction) throws {
    try change.db.run("UPDATE message SET delivery_note = \(reason) WHERE id = \(message)")
  }

  /// A report says that one of ours did not arrive: shown on the reply, and the address is marked if it is one that we wrote to.
  /// Anybody who has a mail of ours can make such a report up, so it says nothing about other addresses.
  /// - Returns: the ticket, if the mail was about one.
  static func bounced(_ sent: Int64, address: String, reason: String, isPermanent: Bool, in change: Transaction) throws -> Int64? {
    guard let row = try change.db.row("SELECT ticket_number, message_id, recipients FROM mail_out WHERE id = \(sent)") else { return nil }
    let (ticket, message): (Int64?, Int64?) = (try row[0], try row[1])
    let recipients = try MailRecipients.decoded(row[2]).map(EmailAddress.normalized)
    try change.db.run("UPDATE mail_out SET state = 'bounced', note = \(reason) WHERE id = \(sent)")
    let plain = EmailAddress.normalized(address)
    if isPermanent, recipients.contains(plain) {
      try change.db.run("UPDATE contact_email SET bounced_at = \(change.now), bounce_reason = \(reason) WHERE email = \(plain)")
    }
    guard let message, let ticket else { return ticket }
    try change.db.run("UPDATE message SET delivery = 'bounced', delivery_note = \(reason) WHERE id = \(message)")
    try change.record(
      Event(.mailBounced, of: .ticket(ticket), by: .desk, facts: ["address": address, "reason": reason, "message": String(message)]))
    return ticket
  }
}
