import Desk
import Storage

extension Event.Kind {
  package static let mailboxAdded = Event.Kind("mailbox.added")
  package static let mailboxChanged = Event.Kind("mailbox.changed")
  package static let mailboxRemoved = Event.Kind("mailbox.removed")
}

extension Mailbox {
  /// A mailbox with this address that was put away is taken out again, with its history.
  package mutating func add(by actor: Actor, in change: Transaction) throws {
    try check(in: change)
    if let old = try change.db.row("SELECT * FROM mailbox WHERE address = \(address)").map(Mailbox.init) {
      (id, rev) = (old.id, old.rev)
      try update(in: change)
    } else {
      try insert(in: change)
    }
    try change.record(Event(.mailboxAdded, of: Event.Subject("mailbox", id), by: actor, facts: ["address": address]))
  }

  /// What waits to be sent is tried with the new settings at once, unless the mailbox is paused.
  package func save(by actor: Actor, in change: Transaction) throws {
    try check(in: change)
    let wasActive = try Mailbox.find(id, in: change.db)?.isActive ?? isActive
    try update(in: change)
    if isActive && !wasActive { try MailboxRest.end(of: self, in: change) }
    if isActive { try resumeSending(in: change) } else { try MailboxRest.begin(of: self, in: change) }
    try change.record(Event(.mailboxChanged, of: Event.Subject("mailbox", id), by: actor, facts: ["address": address]))
  }

  /// A mailbox that never had mail goes; any other is put away, since messages and tickets name it.
  package func remove(by actor: Actor, in change: Transaction) throws {
    let isUsed = try change.db.exists(
      """
      SELECT 1 WHERE EXISTS (SELECT 1 FROM mail WHERE mailbox_id = \(id)) OR EXISTS (SELECT 1 FROM mail_out WHERE mailbox_id = \(id))
      """)
    if isUsed {
      var away = self
      away.isActive = false
      away.archivedAt = change.now
      try away.update(in: change)
      // What waits is given up at once, with the reason: nobody else would send it.
      try enqueueWaiting(in: change)
    } else {
      try change.db.run("DELETE FROM mailbox WHERE id = \(id)")
    }
    try change.record(Event(.mailboxRemoved, of: Event.Subject("mailbox", id), by: actor, facts: ["address": address]))
  }

  private func check(in change: Transaction) throws {
    let problems = try problems(in: change.db)
    if !problems.isEmpty { throw Refusal.invalid(problems) }
  }

  func problems(in db: any Database) throws -> [Refusal.Problem] {
    var problems: [Refusal.Problem] = []
    if !EmailAddress.isPlausible(address) { problems.append(.init("address", "error.emailInvalid")) }
    if imap == nil && smtp == nil { problems.append(.init("", "mailbox.error.noServer")) }
    if try db.exists("SELECT 1 FROM employee WHERE email = \(address)") { problems.append(.init("address", "mailbox.error.employee")) }
    // A new one takes the place of one that was put away.
    if try db.exists("SELECT 1 FROM mailbox WHERE address = \(address) AND id <> \(id) AND (archived_at IS NULL OR \(id) <> 0)") {
      problems.append(.init("address", "mailbox.error.taken"))
    }
    return problems
  }

  /// A team that goes into the archive gets no mail from then on. Where it goes instead an administrator decides, who would not expect it in
  /// the first team of the desk because of this: the archiving is refused until every mailbox in use names another.
  static func leave(team: Int64, in change: Transaction) throws {
    let named: String? = try change.db.value(
      "SELECT address FROM mailbox WHERE team_id = \(team) AND archived_at IS NULL ORDER BY address LIMIT 1")
    if let named { throw Refusal.invalid("", "mailbox.error.teamInUse", ["address": named]) }
    try change.db.run("UPDATE mailbox SET team_id = NULL WHERE team_id = \(team)")
  }

  private func resumeSending(in change: Transaction) throws {
    try change.db.run("UPDATE mailbox SET sending_error = NULL, sending_fails_since = NULL WHERE id = \(id)")
    try enqueueWaiting(in: change)
  }

  private func enqueueWaiting(in change: Transaction) throws {
    for row in try change.db.rows(
      "SELECT id, ticket_number, purpose FROM mail_out WHERE state = 'queued' AND mailbox_id = \(id) ORDER BY id LIMIT 10000")
    {
      let (mail, ticket, purpose): (Int64, Int64?, MailPurpose) = (try row[0], try row[1], try row[2])
      try change.enqueue(SendMail(mail: mail), key: String(mail), lane: MailSending.lane(ticket, purpose))
    }
  }
}
