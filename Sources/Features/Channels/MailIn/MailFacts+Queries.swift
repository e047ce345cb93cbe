import Desk
import Mail
import Storage

extension MailFacts {
  /// Reads what the decision needs to know, in the transaction that will act on it.
  init(for mail: IncomingMail, id: Int64, mailbox: Mailbox, in change: Transaction, keys: DeskKeys) throws {
    let db = change.db
    let sender = mail.from.map { EmailAddress.normalized($0.address) } ?? ""
    let contact: Int64? = try db.value("SELECT contact_id FROM contact_email WHERE email = \(sender)")
    let company = try Self.company(of: sender, contact: contact, in: db)
    self.init(
      mailbox: mailbox, ownAddresses: try Mailbox.ownAddresses(in: db),
      trust: mailbox.receivingServer.map { mail.trust(by: $0) } ?? .unknown,
      employeeID: try db.value("SELECT id FROM employee WHERE email = \(sender) AND is_active = 1"),
      isKnown: contact != nil || company != nil, isRepeated: try Self.isRepeated(mail, id: id, in: db),
      recentCount: try Self.recentCount(sender, id: id, now: change.now, in: db), bouncedID: try Self.bounced(mail, in: db))
    let person = Person(email: sender, contact: contact, company: company)
    token = try SentThread.find(mail, mailbox: mailbox, keys: keys, in: db).flatMap { try person.thread($0, in: db) }
    references = try Self.referenced(mail, in: db).flatMap { try person.thread($0, in: db) }
    subject = try SubjectTicket.find(in: mail.subject).flatMap { try person.thread($0, in: db) }
  }

  private static func company(of email: String, contact: Int64?, in db: any Database) throws -> Int64? {
    if let contact, let company: Int64? = try db.value("SELECT company_id FROM contact WHERE id = \(contact)"), let company {
      return company
    }
    guard let domain = EmailAddress.domain(of: email) else { return nil }
    return try db.value("SELECT company_id FROM company_domain WHERE domain = \(domain)")
  }

  private static func isRepeated(_ mail: IncomingMail, id: Int64, in db: any Database) throws -> Bool {
    guard let messageID = mail.messageID else { return false }
    return try db.exists(
      "SELECT 1 FROM mail WHERE message_id = \(messageID) AND id < \(id) AND outcome IN ('ticket', 'followUp') LIMIT 1")
  }

  private static func recentCount(_ sender: String, id: Int64, now: Instant, in db: any Database) throws -> Int {
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

  func thread(_ number: Int64, in db: any Database) throws -> MailFacts.Thread? {
    guard let row = try db.row("SELECT category, requester_id, company_id FROM ticket WHERE number = \(number)") else { return nil }
    let (requester, theirs): (Int64?, Int64?) = (try row["requester_id"], try row["company_id"])
    let isRequester = contact != nil && contact == requester
    return MailFacts.Thread(
      ticket: number, category: try row["category"], takesPart: try isRequester || takesPart(in: number, in: db),
      isColleague: company != nil && company == theirs)
  }

  private func takesPart(in ticket: Int64, in db: any Database) throws -> Bool {
    if try db.exists("SELECT 1 FROM message WHERE ticket_number = \(ticket) AND author_email = \(email) AND kind = 'public' LIMIT 1") {
      return true
    }
    guard let contact else { return false }
    return try db.exists(
      "SELECT 1 FROM ticket_observer WHERE ticket_number = \(ticket) AND kind = 'contact' AND observer_id = \(contact)")
  }
}
