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

  static func hear(_ event: Event, in change: Transaction) throws {
    guard event.subject.kind == "ticket", case .employee(let id) = event.actor else { return }
    try mark(event.subject.id, by: id, in: change)
  }
}

/// What was seen a fortnight ago is forgotten, once a day.
struct ForgetSeen: Job {
  static let kind = "seen.forget"
  private static let day: Int64 = 24 * 3600 * 1000

  static func plan(in change: Transaction) throws {
    let next = change.now.milliseconds / day + 1
    try change.enqueue(ForgetSeen(), at: Instant(milliseconds: next * day), key: String(next))
  }

  func run(in world: World) async throws {
    _ = try await world.write { change in
      try change.db.run("DELETE FROM ticket_seen WHERE seen_at < \(change.now.adding(milliseconds: -Seen.memory))")
    }
  }
}

extension Visit {
  /// The reader has the ticket open. Written only if there was something new: reading costs no commit.
  func see(_ ticket: Ticket) async throws {
    let (agent, now) = (try agent, now)
    let isNews = try await world.read { db in
      let seen: Instant? = try db.value(
        "SELECT seen_at FROM ticket_seen WHERE employee_id = \(agent.id) AND ticket_number = \(ticket.number)")
      let floor = try Seen.floor(for: agent, now: now, in: db)
      return ticket.updatedAt > max(floor, seen ?? floor)
    }
    guard isNews else { return }
    try await world.write { change in
      try Seen.mark(ticket.number, by: agent.id, in: change)
      try ForgetSeen.plan(in: change)
    }
  }
}
