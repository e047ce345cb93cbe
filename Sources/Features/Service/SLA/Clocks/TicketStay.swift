import Desk
import Storage

/// The time of a ticket in one status, or in one pair of hands. Written when a stay ends; the one that began with the ticket has no row
/// until then, so that a new ticket costs nothing.
struct TicketStay: Sendable, Equatable {
  enum Kind: String, Sendable, ColumnValue { case status, hands }

  let kind: Kind
  /// A status, or an employee; 0 is nobody.
  let holder: Int64
  var spent: TimeSpent
  /// Of the stay that goes on.
  var beganAt: Instant?

  static func hear(_ event: Event, in change: Transaction) throws {
    switch event.kind {
    case .statusChanged: try move(event, "status", .status, in: change)
    case .assigned: try move(event, "assignee", .hands, in: change)
    default: return
    }
    try MeasureStays.plan(in: change)
  }

  private static func move(_ event: Event, _ field: String, _ kind: Kind, in change: Transaction) throws {
    guard let moved = event.change(of: field) else { return }
    try end(kind, holder(moved.before), of: event.subject.id, in: change)
    try change.db.run(
      """
      INSERT INTO ticket_stay (ticket_number, kind, holder_id, total, business, times, began_at)
      VALUES (\(event.subject.id), \(kind), \(holder(moved.after)), 0, 0, 0, \(change.now))
      ON CONFLICT (ticket_number, kind, holder_id) DO UPDATE SET began_at = excluded.began_at
      """)
  }

  static func holder(_ text: String?) -> Int64 { text.flatMap { Int64($0) } ?? 0 }

  private static func end(_ kind: Kind, _ holder: Int64, of ticket: Int64, in change: Transaction) throws {
    let began: Instant? = try change.db.value(
      """
      SELECT coalesce(s.began_at, t.created_at) FROM ticket t
      LEFT JOIN ticket_stay s ON s.ticket_number = t.number AND s.kind = \(kind) AND s.holder_id = \(holder)
      WHERE t.number = \(ticket)
      """)
    guard let began, began <= change.now else { return }
    let business = try DeskCalendar.usual(in: change.db).hours.duration(from: began, to: change.now)
    try change.db.run(
      """
      INSERT INTO ticket_stay (ticket_number, kind, holder_id, total, business, times, ended_at)
      VALUES (\(ticket), \(kind), \(holder), \(change.now.milliseconds(since: began)), \(business), 1, \(change.now))
      ON CONFLICT (ticket_number, kind, holder_id) DO UPDATE SET total = ticket_stay.total + excluded.total,
        business = ticket_stay.business + excluded.business, times = ticket_stay.times + 1, began_at = NULL, ended_at = excluded.ended_at
      """)
  }
}
