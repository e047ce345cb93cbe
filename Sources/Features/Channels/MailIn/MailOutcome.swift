import Desk
import Mail
import Storage

/// Does what was decided about a message, inside the transaction that marks it as handled.
struct MailOutcome {
  let id: Int64
  let prepared: PreparedMail
  let facts: MailFacts
  let change: Transaction

  private var mail: IncomingMail { prepared.mail }

  func carryOut(_ decision: MailDecision) throws {
    switch decision {
    case .ignored(let reason): try mark("ignored", reason: reason)
    case .quarantined(let reason): try mark("quarantined", reason: reason)
    case .refused(let reason): try mark("refused", reason: reason)
    case .bounce(let sent): try bounce(sent)
    case .followUp(let ticket, let writer): try followUp(ticket, as: writer)
    case .newTicket(let related): try open(related: related)
    }
  }

  private func mark(_ outcome: String, reason: String? = nil, ticket: Int64? = nil) throws {
    try change.db.run(
      """
      UPDATE mail SET outcome = \(outcome), reason = \(reason), ticket_number = \(ticket), handled_at = \(change.now)
      WHERE id = \(id) AND outcome = 'waiting'
      """)
  }

  private func open(related: Int64?) throws {
    let author = try MailAuthor.contact(of: mail, in: change)
    var new = NewTicket(subject: prepared.subject, body: body, channel: .mail)
    new.requesterID = author.actor.id
    new.companyID = try change.db.value("SELECT company_id FROM contact WHERE id = \(author.actor.id)") ?? nil
    new.typeID = facts.mailbox.typeID
    new.teamID = facts.mailbox.teamID
    new.mailboxID = facts.mailbox.id
    new.relatedNumber = related
    new.mailID = id
    new.isVerified = isVerified
    if facts.mailbox.hasCcObservers { new.observers = try MailAuthor.copied(on: mail, own: facts.ownAddresses, in: change) }
    let ticket = try Ticket.open(new, by: author, in: change)
    try attach(to: ticket.number)
    try mark("ticket", reason: related == nil ? nil : "related", ticket: ticket.number)
  }

  private func followUp(_ number: Int64, as writer: MailDecision.Writer) throws {
    guard var ticket = try Ticket.forDesk(number, in: change) else { return try open(related: nil) }
    switch writer {
    case .client:
      let author = try MailAuthor.contact(of: mail, in: change)
      _ = try ticket.receive(body, by: author, channel: .mail, mail: id, isVerified: isVerified, in: change)
      if facts.mailbox.hasCcObservers {
        for observer in try MailAuthor.copied(on: mail, own: facts.ownAddresses, in: change) { try ticket.add(observer, in: change) }
      }
    case .employee(let employee):
      guard let agent = try Agent.find(employee, in: change.db), agent.mayDo(.replyToTickets, to: ticket) else {
        return try mark("quarantined", reason: "employeeMayNot")
      }
      _ = try ticket.answerByMail(body, by: agent, mail: id, in: change)
    }
    try attach(to: number)
    try mark("followUp", ticket: number)
  }

  /// An empty message with a picture or a file is still a message.
  private var body: MessageBody {
    guard prepared.body.isEmpty, let first = prepared.files.first else { return prepared.body }
    return MessageBody(source: prepared.body.source, html: prepared.body.html, text: first.attachment.fileName)
  }

  private var isVerified: Bool? {
    switch facts.trust {
    case .verified: true
    case .unverified: false
    case .unknown: nil
    }
  }

  private func attach(to ticket: Int64) throws {
    guard !prepared.files.isEmpty else { return }
    let message: Int64? = try change.db.value("SELECT max(id) FROM message WHERE ticket_number = \(ticket) AND mail_id = \(id)")
    for file in prepared.files {
      try change.db.run(
        """
        INSERT INTO attachment (public_id, ticket_number, message_id, blob, name, content_type, size, is_inline, content_id, is_public,
          is_executable, created_at)
        VALUES (\(file.publicID), \(ticket), \(message), \(file.blob), \(file.attachment.fileName), \(file.attachment.contentType),
          \(file.attachment.bytes.count), \(file.attachment.isInline), \(file.attachment.contentID), 1, \(file.attachment.isExecutable),
          \(change.now))
        """)
    }
    try change.db.run("UPDATE ticket SET has_attachments = 1 WHERE number = \(ticket) AND has_attachments = 0")
  }

  private func bounce(_ sent: Int64) throws {
    let report = mail.bounce?.recipients.first { $0.action == .failed }
    guard let report else { return try mark("bounce", reason: "notFinal") }
    let reason = [report.address, report.status, report.diagnostic].compactMap { $0 }.joined(separator: " ")
    let ticket = try MailSending.bounced(sent, address: report.address, reason: String(reason.prefix(1000)), in: change)
    try mark("bounce", ticket: ticket)
  }
}
