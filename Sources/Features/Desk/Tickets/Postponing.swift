import Storage

extension Event.Kind {
  package static let postponed = Event.Kind("ticket.postponed")
  /// A postponed ticket came back by itself.
  package static let takenUpAgain = Event.Kind("ticket.takenUpAgain")
}

extension Ticket {
  /// Whoever postpones a ticket without saying until when sees it again after a day.
  static let usualPause: Int64 = 24 * 3600 * 1000
  static let longestPause: Int64 = 366 * 24 * 3600 * 1000

  /// Puts the ticket aside until an instant, at which the desk brings it back by itself.
  package mutating func postpone(until: Instant, by actor: Actor, in change: Transaction) throws {
    guard until > change.now else { throw Refusal.invalid("until", "ticket.postpone.past") }
    guard until.milliseconds(since: change.now) <= Self.longestPause else { throw Refusal.invalid("until", "ticket.postpone.far") }
    if category != .postponed { try setStatus(first: .postponed, by: actor, in: change) }
    let before = self
    postponedUntil = until
    guard self != before else { return }
    try save(over: before, in: change)
    try appoint(in: change)
    try change.record(
      Event(.postponed, of: .ticket(number), by: actor, changes: [.init("postponedUntil", nil, String(until.milliseconds))]))
    self = try Ticket.forDesk(number, in: change) ?? self
  }

  /// The desk's own next step with a ticket that nobody works on.
  func appoint(in change: Transaction) throws {
    if let postponedUntil { try change.enqueue(TakeUpAgain(ticket: number), at: postponedUntil, key: String(number)) }
    if category == .done, let nextAt { try change.enqueue(CloseFinished(ticket: number), at: nextAt, key: String(number)) }
  }

  mutating func takeUpAgain(in change: Transaction) throws {
    guard category == .postponed, let postponedUntil, postponedUntil <= change.now else { return }
    try setStatus(first: .open, by: .desk, in: change)
    try change.record(Event(.takenUpAgain, of: .ticket(number), by: .desk))
  }
}

/// The return time of a postponed ticket has come.
struct TakeUpAgain: Job {
  static let kind = "ticket.takeUpAgain"
  let ticket: Int64

  func run(in world: World) async throws {
    try await world.write { change in
      guard var ticket = try Ticket.forDesk(ticket, in: change) else { return }
      try ticket.takeUpAgain(in: change)
    }
  }
}
