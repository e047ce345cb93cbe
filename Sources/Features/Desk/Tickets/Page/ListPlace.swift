import Storage
import Web

/// From which list the ticket was opened, and who stands beside it there.
struct ListPlace: Sendable {
  let view: String?
  let previous: Int64?
  let next: Int64?

  /// "?view=mine", to go on in the same list.
  var query: String { view.map { "?view=\(URLText.query($0))" } ?? "" }

  static func load(of ticket: Ticket, in view: String?, for agent: Agent, in db: any Database) throws -> ListPlace {
    guard let view, let condition = condition(view, agent) else { return ListPlace(view: nil, previous: nil, next: nil) }
    let scope = agent.ticketScope(for: .viewTickets)
    let newer: Int64? = try db.value(
      "SELECT t.number FROM ticket t WHERE \(condition) AND t.number > \(ticket.number) AND \(scope) ORDER BY t.number LIMIT 1")
    let older: Int64? = try db.value(
      "SELECT t.number FROM ticket t WHERE \(condition) AND t.number < \(ticket.number) AND \(scope) ORDER BY t.number DESC LIMIT 1")
    return ListPlace(view: view, previous: newer, next: older)
  }

  private static func condition(_ view: String, _ agent: Agent) -> SQL? {
    switch view {
    case "mine": "t.is_open = 1 AND t.assignee_id = \(agent.id)"
    case "unassigned": "t.is_open = 1 AND t.assignee_id IS NULL"
    case "open": "t.is_open = 1"
    case "risk": "t.is_at_risk = 1"
    case "done": "t.is_open = 0"
    default: nil
    }
  }
}

/// What a request for a ticket says besides its number, and what the program knows without the database.
struct TicketAsk: Sendable {
  let view: String?
  let window: Timeline.Window
  let people: [Presence.Person]
  let panels: [TicketPanel]
  let now: Instant
  let base: String
}

extension Visit {
  /// Whatever the address says wrongly is as if it said nothing.
  func ticketAsk(_ number: Int64) -> TicketAsk {
    var window = Timeline.Window()
    window.last = query("last").flatMap { Int($0) } ?? Timeline.page
    window.before = query("before").flatMap { Int64($0) }
    window.shown = query("show").flatMap { Timeline.Window.Shown(rawValue: $0) } ?? .all
    if request.uri.queryParameters["print"] != nil { window.last = Timeline.most }
    return TicketAsk(
      view: query("view"), window: window, people: world.live.presence.people(on: number, now: now),
      panels: world.features.flatMap { $0.ticketPanels }, now: now, base: world.address ?? "http://\(request.head.authority ?? "")")
  }
}
