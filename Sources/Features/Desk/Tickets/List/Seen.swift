import Storage
import Web

/// What everybody has seen of the tickets, so that lists can mark news. Whoever does something to a ticket has seen it; what is
/// older than a fortnight is news for nobody, which keeps the table small.
enum Seen {
  static let memory: Int64 = 14 * 24 * 3600 * 1000

  /// Nothing before this instant is news for the agent: a fortnight, or the first day here.
  static func floor(for agent: Agent, now: Instant, in db: any Database) throws -> Instant {
    let hired: Instant? = try db.value("SELECT created_at FROM employee WHERE id = \(agent.id)")
    return max(now.adding(milliseconds: -memory), hired ?? now)
  }

  static func mark(_ ticket: Int64, by employee: Int64, in change: Transaction) throws {
    try change.db.run(
      """
      INSERT INTO ticket_seen (employee_id, ticket_number, seen_at) VALUES (\(employee), \(ticket), \(change.now))
      ON CONFLICT (employee_id, ticket_number) DO UPDATE SET seen_at = excluded.seen_at
      """)
  }

  static func forget(in change: Transaction) throws -> Int {
    try change.db.run(
      """
      DELETE FROM ticket_seen WHERE (employee_id, ticket_number) IN (
        SELECT employee_id, ticket_number FROM ticket_seen WHERE seen_at < \(change.now.adding(milliseconds: -memory))
        ORDER BY seen_at LIMIT \(Tidy.step))
      """)
  }

  static func hear(_ event: Event, in change: Transaction) throws {
    guard event.subject.kind == "ticket", case .employee(let id) = event.actor else { return }
    try mark(event.subject.id, by: id, in: change)
  }
}

extension World {
  /// The reader has the ticket open. Written only if there was something new: reading costs no commit.
  func see(_ ticket: Ticket, by agent: Agent) async throws {
    let now = now()
    let isNews = try await read { db in
      let seen: Instant? = try db.value(
        "SELECT seen_at FROM ticket_seen WHERE employee_id = \(agent.id) AND ticket_number = \(ticket.number)")
      let floor = try Seen.floor(for: agent, now: now, in: db)
      return ticket.updatedAt > max(floor, seen ?? floor)
    }
    guard isNews else { return }
    try await write { try Seen.mark(ticket.number, by: agent.id, in: $0) }
  }
}
