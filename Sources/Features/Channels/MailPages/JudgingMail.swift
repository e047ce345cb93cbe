import Desk
import Mail
import Storage

extension Event.Kind {
  package static let mailAccepted = Event.Kind("mail.accepted")
  package static let mailDismissed = Event.Kind("mail.dismissed")
  package static let mailRetried = Event.Kind("mail.retried")
  package static let mailSentAgain = Event.Kind("mail.sentAgain")
}

/// What a person makes of a message that the rules set aside.
struct MailJudgement {
  let id: Int64
  let agent: Agent

  /// The rules again: they, a contact or the settings may have changed.
  func retry(in change: Transaction) throws {
    try reopen(.mailRetried, in: change)
    try change.db.run("UPDATE mail SET tries = 0 WHERE id = \(id)")
    try HandleMail.enqueue(in: change)
  }

  /// Nothing will come of it; it stays to be looked at.
  func dismiss(in change: Transaction) throws {
    try reopen(.mailDismissed, in: change)
    try change.db.run("UPDATE mail SET outcome = 'ignored', reason = 'dismissed', handled_at = \(change.now) WHERE id = \(id)")
  }

  /// Makes it a ticket, or a part of one, whatever the rules say.
  /// - Returns: the ticket.
  func accept(into ticket: Int64?, world: World) async throws -> Int64 {
    let (id, agent) = (id, agent)
    _ = try await world.read { db in try agent.mail(id, in: db) }
    let prepared = try await PreparedMail.whatever(MailRaw.find(id, world: world), id: id, blobs: world.blobs)
    let translations = world.translations
    return try await world.write { change in
      try reopen(.mailAccepted, in: change)
      guard let mailbox = try Opened.waiting(id, in: change) else { throw Refusal.notFound }
      try Opened.describe(id, prepared.mail, in: change)
      let facts = try MailFacts.gather(for: prepared.mail, id: id, mailbox: mailbox, in: change)
      guard prepared.mail.from?.isUsable ?? false else { throw Refusal.invalid("", "mail.error.noSender") }
      let decision = try ticket.map { try self.decision(into: $0, in: change) } ?? .newTicket(related: facts.named)
      let outcome = MailOutcome(id: id, prepared: prepared, facts: facts, change: change, translations: translations)
      try outcome.carryOut(decision)
      return try change.db.value("SELECT ticket_number FROM mail WHERE id = \(id)") ?? 0
    }
  }

  /// As for mail that comes by itself: what was joined goes on in the other ticket, what is closed in a new one.
  private func decision(into number: Int64, in change: Transaction) throws -> MailDecision {
    do {
      if let survivor = try agent.ticket(number, in: change.db).joinedNumber { return try decision(into: survivor, in: change) }
      let ticket = try agent.ticket(number, to: .replyToTickets, in: change.db)
      return ticket.category == .closed ? .continuation(of: number) : .followUp(ticket: number, as: .client)
    } catch Refusal.notFound {
      throw Refusal.invalid("ticket", "mail.error.noTicket")
    }
  }

  private func reopen(_ kind: Event.Kind, in change: Transaction) throws {
    _ = try agent.mail(id, in: change.db)
    let changed = try change.db.run(
      """
      UPDATE mail SET outcome = 'waiting', handled_at = NULL, reason = NULL, detail = '{}'
      WHERE id = \(id) AND outcome IN ('quarantined', 'ignored', 'refused')
      """)
    guard changed == 1 else { throw Refusal.conflict("mail.error.handled") }
    try change.record(Event(kind, of: Event.Subject("mail", id), by: agent.actor))
  }
}

extension MailFacts {
  /// The ticket that the message names, with or without proof.
  fileprivate var named: Int64? { (token?.thread ?? references ?? subject)?.ticket }
}

extension PreparedMail {
  /// A message that is over a limit is taken as its header, with the whole of it attached.
  static func whatever(_ raw: MailRaw, id: Int64, blobs: Blobs) throws -> PreparedMail {
    do {
      return try PreparedMail(try Opened.read(raw, in: blobs), blobs: blobs)
    } catch let refusal as MailRefusal {
      let mail: IncomingMail
      do {
        mail = try MailReader.read(Opened.header(of: raw, in: blobs))
      } catch {
        throw refusal
      }
      return PreparedMail(mail, files: [try whole(raw, id: id, blobs: blobs)])
    }
  }

  private static func whole(_ raw: MailRaw, id: Int64, blobs: Blobs) throws -> File {
    let file = MailAttachment(
      fileName: "mail-\(id).eml", contentType: "message/rfc822", bytes: [], contentID: nil, isInline: false, danger: nil)
    switch raw {
    case .bytes(let bytes): return File(file, blob: try blobs.put(bytes), size: bytes.count)
    case .blob(let hash, let size):
      try blobs.touch(hash)
      return File(file, blob: hash, size: size)
    }
  }
}

extension Agent {
  /// The same for a reply in its ticket; one that had no mailbox to leave by gets its first mail.
  /// - Returns: the ticket.
  func sendMessageAgain(_ id: Int64, in change: Transaction) throws -> Int64 {
    guard let number: Int64 = try change.db.value("SELECT ticket_number FROM message WHERE id = \(id) AND kind = 'public'") else {
      throw Refusal.notFound
    }
    _ = try ticket(number, to: .replyToTickets, in: change.db)
    if let mail: Int64 = try change.db.value("SELECT max(id) FROM mail_out WHERE message_id = \(id)") ?? nil {
      try requeue(mail, ticket: number, in: change)
    } else {
      let isKept = try change.db.exists("SELECT 1 FROM message WHERE id = \(id) AND delivery = 'none' AND delivery_note = 'noMailbox'")
      guard isKept else { throw Refusal.conflict("mail.error.sent") }
      try MailSending.queueReply(Event(.replied, of: .ticket(number), by: actor, facts: ["message": String(id)]), in: change)
    }
    return number
  }

  /// Queues a mail that failed or bounced once more, and one that waits for its next try at once.
  func sendAgain(_ id: Int64, in change: Transaction) throws {
    let mail = try outgoingMail(id, in: change.db)
    if let number = mail.ticket { _ = try ticket(number, to: .replyToTickets, in: change.db) } else { try require(.replyToTickets) }
    try requeue(id, ticket: mail.ticket, in: change)
  }

  private func requeue(_ id: Int64, ticket: Int64?, in change: Transaction) throws {
    guard let row = try change.db.row("SELECT state, purpose FROM mail_out WHERE id = \(id)\(change.db.lock)") else {
      throw Refusal.notFound
    }
    let (state, purpose): (String, MailPurpose) = (try row[0], try row[1])
    guard state != "sent" else { throw Refusal.conflict("mail.error.sent") }
    try moveFromRemoved(id, ticket: ticket, in: change)
    try change.db.run(
      "UPDATE mail_out SET state = 'queued', attempts = 0, copies = 0, queued_at = \(change.now), note = NULL WHERE id = \(id)")
    try change.db.run(
      """
      UPDATE message SET delivery = 'queued', delivery_note = NULL WHERE id = (SELECT message_id FROM mail_out WHERE id = \(id))
        AND delivery IN ('failed', 'bounced', 'queued')
      """)
    try change.enqueue(SendMail(mail: id), key: String(id), lane: MailSending.lane(ticket, purpose))
    let subject = ticket.map { Event.Subject.ticket($0) } ?? Event.Subject("mailOut", id)
    try change.record(Event(.mailSentAgain, of: subject, by: actor, facts: ["mail": String(id)]))
  }

  /// Its mailbox may be gone from the desk: then it leaves from the one that the ticket is answered from now.
  private func moveFromRemoved(_ id: Int64, ticket number: Int64?, in change: Transaction) throws {
    let isRemoved = try change.db.exists(
      "SELECT 1 FROM mail_out o JOIN mailbox b ON b.id = o.mailbox_id WHERE o.id = \(id) AND b.archived_at IS NOT NULL")
    guard isRemoved else { return }
    let ticket = try number.flatMap { try Ticket.forDesk($0, in: change) }
    guard let other = try MailSending.sender(for: ticket, in: change.db) else { throw Refusal.conflict("mail.trouble.noMailbox") }
    try change.db.run("UPDATE mail_out SET mailbox_id = \(other.id) WHERE id = \(id)")
  }
}
