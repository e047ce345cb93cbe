import Storage

/// The form of a new ticket that an employee has begun to fill in: its fields as one text that the browser makes and reads.
package struct NewTicketDraft: Sendable {
  package let text: String
  package let savedAt: Instant

  package enum Saved: Sendable {
    case at(Instant)
    case newer(NewTicketDraft)
  }

  package static func save(_ text: String, base: Int64, by agent: Agent, in change: Transaction) throws -> Saved {
    try DraftText.check(text)
    guard !text.isEmpty else {
      try discard(by: agent, in: change)
      return .at(change.now)
    }
    let present = try agent.newTicketDraft(in: change.db)
    if let present, present.savedAt.milliseconds > base, present.text != text { return .newer(present) }
    let savedAt = DraftText.version(after: present?.savedAt, now: change.now)
    try change.db.run(
      """
      INSERT INTO new_ticket_draft (employee_id, text, saved_at) VALUES (\(agent.id), \(text), \(savedAt))
      ON CONFLICT (employee_id) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at
      """)
    return .at(savedAt)
  }

  package static func discard(by agent: Agent, in change: Transaction) throws {
    try change.db.run("DELETE FROM new_ticket_draft WHERE employee_id = \(agent.id)")
  }
}

extension Agent {
  package func newTicketDraft(in db: any Database) throws -> NewTicketDraft? {
    try db.row("SELECT text, saved_at FROM new_ticket_draft WHERE employee_id = \(id)\(db.lock)").map {
      NewTicketDraft(text: try $0[0], savedAt: try $0[1])
    }
  }
}
