import Desk
import Mail
import Markup
import Storage
import Web

/// Does what was decided about a message, inside the transaction that marks it as handled.
struct MailOutcome {
  let id: Int64
  let prepared: PreparedMail
  let facts: MailFacts
  let change: Transaction
  let translations: Translations

  private var mail: IncomingMail { prepared.mail }

  func carryOut(_ decision: MailDecision) throws {
    switch decision {
    case .ignored(let reason): try mark("ignored", reason: reason)
    case .quarantined(let reason): try mark("quarantined", reason: reason)
    case .refused(let reason): try mark("refused", reason: reason)
    case .bounce(let sent): try bounce(sent)
    case .followUp(let ticket, let writer): try followUp(ticket, as: writer)
    case .newTicket(let related): try open(related: related, related == nil ? nil : .named)
    case .continuation(let closed): try open(related: closed, .continued)
    }
  }

  private func mark(_ outcome: String, reason: String? = nil, ticket: Int64? = nil) throws {
    try change.db.run(
      """
      UPDATE mail SET outcome = \(outcome), reason = \(reason), ticket_number = \(ticket), handled_at = \(change.now)
      WHERE id = \(id) AND outcome = 'waiting'
      """)
  }

  private func open(related: Int64?, _ relation: Ticket.Relation?) throws {
    let author = try MailAuthor.contact(of: mail, in: change)
    var new = NewTicket(subject: prepared.subject, body: body, channel: .mail)
    new.requesterID = author.actor.id
    let company: Int64?? = try change.db.value("SELECT company_id FROM contact WHERE id = \(author.actor.id)")
    new.companyID = company ?? nil
    new.typeID = facts.mailbox.typeID
    new.teamID = facts.mailbox.teamID
    new.mailboxID = facts.mailbox.id
    new.relatedNumber = related
    new.relation = relation
    new.mailID = id
    new.isVerified = isVerified
    if facts.mailbox.hasCcObservers { new.observers = try MailAuthor.copied(on: mail, own: facts.ownAddresses, in: change) }
    let ticket = try Ticket.open(new, by: author, in: change)
    try attach(to: ticket.number)
    try mark("ticket", reason: relation.map { $0 == .named ? "related" : "continued" }, ticket: ticket.number)
    try Acknowledgement(ticket: ticket, mail: mail, mailbox: facts.mailbox, words: try words(for: author.actor.id)).queue(in: change)
  }

  /// Of the client's language, else of the mailbox's.
  private func words(for contact: Int64?) throws -> Words {
    let own: String?? = try change.db.value("SELECT language FROM contact WHERE id = \(contact)")
    return translations[(own ?? nil).flatMap(Language.init(rawValue:)) ?? facts.mailbox.language]
  }

  private func followUp(_ number: Int64, as writer: MailDecision.Writer) throws {
    guard var ticket = try Ticket.forDesk(number, in: change) else { return try open(related: nil, nil) }
    switch writer {
    case .client:
      let author = try MailAuthor.contact(of: mail, in: change)
      _ = try ticket.receive(body, by: author, channel: .mail, mail: id, isVerified: isVerified, in: change)
      if facts.mailbox.hasCcObservers {
        for observer in try MailAuthor.copied(on: mail, own: facts.ownAddresses, in: change) { try ticket.add(observer, in: change) }
      }
    case .employee(let employee, let isPublic):
      let right = isPublic ? Right.replyToTickets : .noteOnTickets
      guard let agent = try Agent.find(employee, in: change.db), agent.mayDo(.viewTickets, to: ticket), agent.mayDo(right, to: ticket)
      else {
        return try mark("quarantined", reason: "employeeMayNot")
      }
      if isPublic {
        let reached = Set((mail.to + mail.cc).map { EmailAddress.normalized($0.address) })
        _ = try ticket.answerByMail(ownBody, by: agent, mail: id, reached: reached, in: change)
      } else {
        _ = try ticket.noteByMail(ownBody, by: agent, mail: id, in: change)
      }
    }
    try attach(to: number, isPublic: writer.isPublic)
    try mark("followUp", reason: writer.isPublic ? nil : "note", ticket: number)
  }

  /// An empty message with a picture or a file is still a message.
  private var body: MessageBody {
    guard prepared.body.isEmpty, let first = prepared.files.first else { return prepared.body }
    return MessageBody(source: prepared.body.source, html: prepared.body.html, text: first.attachment.fileName)
  }

  /// What an employee wrote now: the history below it can hold what the client must not see.
  private var ownBody: MessageBody {
    guard !prepared.body.isEmpty else { return body }
    return MessageBody(
      source: prepared.body.source, html: PlainText.html(fromPlain: prepared.body.text), text: prepared.body.text)
  }

  private var isVerified: Bool? {
    switch facts.trust {
    case .verified: true
    case .unverified: false
    case .unknown: nil
    }
  }

  private func attach(to ticket: Int64, isPublic: Bool = true) throws {
    guard !prepared.files.isEmpty else { return }
    let message: Int64? = try change.db.value("SELECT max(id) FROM message WHERE ticket_number = \(ticket) AND mail_id = \(id)")
    for file in prepared.files {
      try change.db.run(
        """
        INSERT INTO attachment (public_id, ticket_number, message_id, blob, name, content_type, size, is_inline, content_id, is_public,
          is_executable, created_at)
        VALUES (\(file.publicID), \(ticket), \(message), \(file.blob), \(file.attachment.fileName), \(file.attachment.contentType),
          \(file.size), \(file.attachment.isInline), \(file.attachment.contentID), \(isPublic),
          \(file.attachment.isExecutable), \(change.now))
        """)
    }
    try change.db.run("UPDATE ticket SET has_attachments = 1 WHERE number = \(ticket) AND has_attachments = 0")
  }

  private func bounce(_ sent: Int64) throws {
    let failed = (mail.bounce?.recipients ?? []).filter { $0.action == .failed }
    guard !failed.isEmpty else { return try mark("bounce", reason: "notFinal") }
    var ticket: Int64?
    for report in failed.prefix(MailAuthor.mostCopied) {
      let words = [report.address, report.status, report.diagnostic].compactMap { $0 }.joined(separator: " ")
      let reason = BounceReason.of(report.status).map { "\($0): \(words)" } ?? words
      ticket = try MailSending.bounced(
        sent, address: report.address, reason: String(reason.prefix(1000)), isPermanent: report.isPermanent, in: change)
    }
    try mark("bounce", ticket: ticket)
  }
}

extension MailDecision.Writer {
  fileprivate var isPublic: Bool {
    if case .employee(_, let isPublic) = self { isPublic } else { true }
  }
}
