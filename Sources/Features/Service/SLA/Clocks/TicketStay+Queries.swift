import Desk
import Storage

extension TicketStay {
  /// Every status and every pair of hands that the ticket was in, the running ones too.
  static func all(of ticket: Ticket, in db: any Database) throws -> [TicketStay] {
    var stays = try db.rows(
      "SELECT kind, holder_id, total, business, began_at FROM ticket_stay WHERE ticket_number = \(ticket.number)"
    ).map { row in
      TicketStay(
        kind: try row["kind"], holder: try row["holder_id"], spent: TimeSpent(total: try row["total"], business: try row["business"]),
        beganAt: try row["began_at"])
    }
    for (kind, holder) in [(Kind.status, ticket.statusID), (.hands, ticket.assigneeID ?? 0)]
    where !stays.contains(where: { $0.kind == kind }) {
      stays.append(TicketStay(kind: kind, holder: holder, spent: TimeSpent(), beganAt: ticket.createdAt))
    }
    return stays
  }

  func spent(until end: Instant, in calendar: WorkCalendar) -> TimeSpent {
    guard let beganAt, beganAt < end else { return spent }
    var sum = spent
    sum.total += end.milliseconds(since: beganAt)
    sum.business += calendar.duration(from: beganAt, to: end)
    return sum
  }
}
