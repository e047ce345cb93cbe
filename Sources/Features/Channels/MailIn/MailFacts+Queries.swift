import Desk
import Mail
import Storage

extension MailFacts {
  /// Reads what the decision needs to know, in the transaction that will act on it.
  static func gather(for mail: IncomingMail, id: Int64, mailbox: Mailbox, in change: Transaction) throws -> MailFacts {
    let db = change.db
    let person = try Person(mail, in: db)
    var facts = MailFacts(mailbox: mailbox)
    facts.ownAddresses = try Mailbox.ownAddresses(in: db)
    facts.trust = mailbox.receivingServer.map { mail.trust(by: $0) } ?? .unknown
    facts.employeeID = try db.value("SELECT id FROM employee WHERE email = \(person.email) AND is_active = 1")
    facts.isKnown = person.contact != nil || person.company != nil
    facts.isRepeated = try isRepeated(mail, id: id, in: db)
    facts.isOurs = try mail.messageID.map { try db.exists("SELECT 1 FROM mail_out WHERE header_id = \($0)") } ?? false
    facts.recentCount = try recentCount(person.email, now: change.now, in: db)
    facts.bouncedID = try bounced(mail, in: db)
    facts.token = try SentThread.find(mail, mailbox: mailbox, keys: change.keys, in: db).flatMap { sent in
      try person.thread(sent.ticket, in: db).map {
        Token(thread: $0, isRecipient: sent.recipients.contains(person.email), isInternal: sent.isInternal)
      }
    }
    facts.references = try referenced(mail, in: db).flatMap { try person.thread($0, in: db) }
    facts.subject = try SubjectTicket.find(in: mail.subject).flatMap { try person.thread($0, in: db) }
    return facts
  }

  /// The id alone would not do: there are programs that give all of their messages the same one.
  private static func isRepeated(_ mail: IncomingMail, id: Int64, in db: any Database) throws -> Bool {
    guard let messageID = MailText.messageID(mail) else { return false }
    return try db.exists(
      """
      SELECT 1 FROM mail WHERE message_id = \(messageID) AND id <> \(id) AND from_email = \(MailText.sender(mail))
        AND subject = \(MailText.subject(mail)) AND outcome IN ('ticket', 'followUp') LIMIT 1
      """)
  }

  private static func recentCount(_ sender: String, now: Instant, in db: any Database) throws -> Int {
    guard !sender.isEmpty else { return 0 }
    let since = now.adding(milliseconds: -windowMinutes * 60_000)
    return try db.value(
      "SELECT count(*) FROM mail WHERE from_email = \(sender) AND received_at > \(since) AND outcome IN ('ticket', 'followUp')") ?? 0
  }

  private static func bounced(_ mail: IncomingMail, in db: any Database) throws -> Int64? {
    guard let original = mail.bounce?.originalMessageID else { return nil }
    return try db.value("SELECT id FROM mail_out WHERE header_id = \(original)")
  }

  /// A message of the client's that this one answers: among people in copy the desk's own mail may never have been in between.
  private static func referenced(_ mail: IncomingMail, in db: any Database) throws -> Int64? {
    let ids = Array((mail.inReplyTo + mail.references.reversed()).prefix(50))
    guard !ids.isEmpty else { return nil }
    return try db.value(
      "SELECT ticket_number FROM mail WHERE message_id IN (\(list: ids)) AND ticket_number IS NOT NULL ORDER BY id DESC LIMIT 1")
  }
}

/// Who wrote, as far as threads are concerned.
private struct Person {
  let email: String
  let contact: Int64?
  let company: Int64?

  init(_ mail: IncomingMail, in db: any Database) throws {
    email = MailText.sender(mail)
    contact = try db.value("SELECT contact_id FROM contact_email WHERE email = \(email)")
    company = try Self.company(of: email, contact: contact, in: db)
  }

  private static func company(of email: String, contact: Int64?, in db: any Database) throws -> Int64? {
    if let contact, let company: Int64? = try db.value("SELECT company_id FROM contact WHERE id = \(contact)"), let company {
      return company
    }
    guard let domain = EmailAddress.domain(of: email) else { return nil }
    return try db.value("SELECT company_id FROM company_domain WHERE domain = \(domain)")
  }

  func thread(_ number: Int64, in db: any Database) throws -> MailFacts.Thread? {
    guard let row = try db.row("SELECT category, requester_id, company_id, joined_number FROM ticket WHERE number = \(number)") else {
      return nil
    }
    // Joined tickets form no circle: what was joined once takes nothing in.
    if let survivor: Int64 = try row["joined_number"] { return try thread(survivor, in: db) }
    let (requester, theirs): (Int64?, Int64?) = (try row["requester_id"], try row["company_id"])
    let isRequester = contact != nil && contact == requester
    return MailFacts.Thread(
      ticket: number, category: try row["category"], isRequester: isRequester, takesPart: try isRequester || takesPart(in: number, in: db),
      isColleague: company != nil && company == theirs)
  }

  /// As a client: what an employee wrote lets nobody in who only claims to be that employee.
  private func takesPart(in ticket: Int64, in db: any Database) throws -> Bool {
    guard let contact else { return false }
    if try db.exists(
      """
      SELECT 1 FROM message WHERE ticket_number = \(ticket) AND author_kind = 'contact' AND author_id = \(contact) AND kind = 'public' LIMIT 1
      """)
    {
      return true
    }
    return try db.exists(
      "SELECT 1 FROM ticket_observer WHERE ticket_number = \(ticket) AND kind = 'contact' AND observer_id = \(contact)")
  }
}
