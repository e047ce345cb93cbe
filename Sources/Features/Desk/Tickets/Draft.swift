import Storage

/// What an employee has begun to write on a ticket; follows the person, not the browser.
package struct Draft: Sendable {
  package let kind: Message.Kind
  package let html: String
  package let updatedAt: Instant

  package static func save(_ html: String, on ticket: Int64, kind: Message.Kind, by agent: Agent, in change: Transaction) throws {
    guard html.utf8.count <= MessageBody.longest else {
      throw Refusal.invalid("body", "error.tooLong", ["limit": String(MessageBody.longest)])
    }
    guard !html.isEmpty else { return try discard(on: ticket, kind: kind, by: agent, in: change) }
    try change.db.run(
      """
      INSERT INTO draft (ticket_number, employee_id, kind, html, updated_at) VALUES (\(ticket), \(agent.id), \(kind), \(html), \(change.now))
      ON CONFLICT (ticket_number, employee_id, kind) DO UPDATE SET html = excluded.html, updated_at = excluded.updated_at
      """)
  }

  package static func discard(on ticket: Int64, kind: Message.Kind, by agent: Agent, in change: Transaction) throws {
    try change.db.run("DELETE FROM draft WHERE ticket_number = \(ticket) AND employee_id = \(agent.id) AND kind = \(kind)")
  }
}

extension Agent {
  /// One's own drafts on a ticket.
  package func drafts(on ticket: Ticket, in db: any Database) throws -> [Draft] {
    try db.rows("SELECT kind, html, updated_at FROM draft WHERE ticket_number = \(ticket.number) AND employee_id = \(id)").map {
      Draft(kind: try $0[0], html: try $0[1], updatedAt: try $0[2])
    }
  }
}
