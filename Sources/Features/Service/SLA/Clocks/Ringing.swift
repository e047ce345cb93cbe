import Desk
import Storage

extension Event.Kind {
  /// A share of a promise is used up, or its breach is some time ago. Facts: target, percent or afterBreach (milliseconds), due
  /// (milliseconds since 1970), late (1 when the desk was down at the instant).
  package static let alarmed = Event.Kind("sla.alarmed")
  /// A ticket asks for attention without a deadline. Facts: what (a reason of risk), since.
  package static let needsAttention = Event.Kind("sla.needsAttention")
}

/// Gives the alarms of a ticket that fell due.
struct Ringing {
  let change: Transaction
  let levels: ServiceLevels
  let ticket: Ticket

  /// An alarm given later than this after its instant says so.
  static let lateness: Int64 = 5000

  func ring(_ state: inout TicketLevels) throws {
    let outlook = Outlook(levels: levels, ticket: ticket, now: change.now, state: state)
    for (clock, alarm) in try outlook.alarms() where alarm.at <= change.now {
      guard let index = state.clocks.firstIndex(where: { $0.target == clock.target }) else { continue }
      state.clocks[index].alarmed.append(alarm.alarm.key)
      try record(.alarmed, facts(of: alarm, on: clock))
    }
    for wait in outlook.longWaits where !state.asked.contains(wait) {
      try record(.needsAttention, ["what": wait.reason.rawValue, "since": String(wait.at.milliseconds)])
    }
    state.asked = outlook.longWaits
  }

  private func record(_ kind: Event.Kind, _ facts: [String: String]) throws {
    try change.record(Event(kind, of: .ticket(ticket.number), by: .desk, facts: facts))
  }

  private func facts(of alarm: DueAlarm, on clock: TicketClock) -> [String: String] {
    var facts = ["target": clock.target.rawValue, "due": clock.due.map { String($0.milliseconds) } ?? ""]
    switch alarm.alarm {
    case .percent(let percent): facts["percent"] = String(percent)
    case .afterBreach(let wait): facts["afterBreach"] = String(wait)
    }
    // A deadline that was set after the alarm's instant could not have been announced earlier.
    if change.now.milliseconds(since: max(alarm.at, clock.dueSetAt)) > Self.lateness { facts["late"] = "1" }
    return facts
  }

  /// The desk looks at the ticket at this instant: one timer a ticket, however many alarms it has.
  static func appoint(_ ticket: Int64, at instant: Instant?, in change: Transaction) throws {
    if let instant {
      try change.enqueue(WakeForTicket(ticket: ticket), at: instant, key: String(ticket))
    } else {
      try change.cancelJobs(WakeForTicket.self, key: String(ticket))
    }
  }
}

/// The next instant of a ticket has come.
struct WakeForTicket: Job {
  static let kind = "sla.wake"
  let ticket: Int64

  func run(in world: World) async throws {
    try await world.write { change in
      guard let ticket = try Ticket.forDesk(ticket, in: change), ticket.isOpen else { return }
      let levels = try ServiceLevels.load(in: change.db)
      try Recounting(change: change, levels: levels, reason: Self.kind).run(ticket, isRinging: true)
    }
  }
}
