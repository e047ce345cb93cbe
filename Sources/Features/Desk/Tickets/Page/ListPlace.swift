import Storage
import Web

/// From which list the ticket was opened, and who stands beside it there.
struct ListPlace: Sendable {
  let list: ListQuery?
  let previous: Int64?
  let next: Int64?

  /// "?view=mine&sort=due", to go on in the same list.
  var query: String { list?.suffix ?? "" }

  static func load(of ticket: Ticket, in list: ListQuery?, for agent: Agent, in db: any Database) throws -> ListPlace {
    guard let list else { return ListPlace(list: nil, previous: nil, next: nil) }
    let beside = try agent.neighbours(of: ticket.number, in: list, db)
    return ListPlace(list: list, previous: beside.previous, next: beside.next)
  }
}

/// What a request for a ticket says besides its number, and what the program knows without the database.
struct TicketAsk: Sendable {
  let list: ListQuery?
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
      list: namedList, window: window, people: world.live.presence.people(on: number, now: now),
      panels: world.features.flatMap { $0.ticketPanels }, now: now, base: world.address ?? "http://\(request.head.authority ?? "")")
  }
}
