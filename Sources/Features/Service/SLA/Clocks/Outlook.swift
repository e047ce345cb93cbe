import Desk

/// What the state of the clocks means for the ticket: its nearest deadline, why it is at risk, when the desk looks at it next.
struct Outlook {
  let levels: ServiceLevels
  let ticket: Ticket
  let now: Instant
  let state: TicketLevels

  /// An open ticket comes up at least so often.
  static let openLimit: Int64 = 24 * 3_600_000

  private var unmet: [TicketClock] { state.clocks.filter { !$0.isMet } }

  /// The nearest deadline that is still owed.
  var due: Instant? { ticket.isOpen ? unmet.compactMap(\.due).min() : nil }

  /// While open: the earliest deadline that is owed and late. Finished: the earliest that was missed at all.
  var breachedAt: Instant? { (ticket.isOpen ? unmet : state.clocks).compactMap(\.breachedAt).min() }

  /// Since when the client waits for any answer of an employee.
  var waitingSince: Instant? {
    guard ticket.isOpen else { return nil }
    return ticket.awaitingSince ?? (ticket.answeredAt == nil && ticket.requesterID != nil ? ticket.createdAt : nil)
  }

  /// What brings a ticket up without a deadline, each with the instant from which it is too long.
  private var waits: [(risk: Risk, at: Instant)] {
    guard ticket.isOpen else { return [] }
    let isSilent = ticket.category == .waitingForClient
    var waits: [(risk: Risk, at: Instant)] = []
    func add(_ reason: Risk.Reason, _ since: Instant, _ limit: Int64) {
      waits.append((Risk(reason, since), since.adding(milliseconds: limit)))
    }
    if let waitingSince { add(.unanswered, waitingSince, levels.attention.unanswered) }
    if isSilent { add(.silentClient, ticket.statusSince, levels.attention.silent) }
    if let at = stuckAt { waits.append((Risk(.stuck, ticket.statusSince), at)) }
    if !isSilent, ticket.category != .postponed { add(.untouched, ticket.updatedAt, levels.attention.untouched) }
    return waits
  }

  /// In these the desk itself has to go on; in the others it waits for somebody or something with a time of its own.
  static let workedOn: Set<StatusCategory> = [.new, .open, .waitingForOthers]

  private var stuckAt: Instant? {
    guard Self.workedOn.contains(ticket.category), let limit = levels.stuckAfter(in: ticket.statusID) else { return nil }
    return levels.calendars[levels.usualCalendar]?.add(limit, to: ticket.statusSince)
  }

  var longWaits: [Risk] { waits.filter { $0.at <= now }.map(\.risk) }

  func risks() throws -> [Risk] {
    guard ticket.isOpen else { return [] }
    let near = try unmet.filter { try $0.breachedAt == nil && isDueSoon($0) }.compactMap(\.due).min()
    return [breachedAt.map { Risk(.late, $0) }, near.map { Risk(.soon, $0) }].compactMap { $0 } + longWaits
  }

  /// Past the last alarm before the deadline.
  private func isDueSoon(_ clock: TicketClock) throws -> Bool {
    let terms = try clock.terms(levels)
    guard let share = terms.promise.soonShare, clock.due != nil else { return false }
    if let alarm = clock.clock.alarms(under: terms).first(where: { $0.alarm == .percent(share) }) { return alarm.at <= now }
    return clock.manual == nil && clock.elapsed >= terms.promise.duration / 100 * Int64(share)
  }

  /// The alarms that are still to be given, of every clock.
  func alarms() throws -> [(clock: TicketClock, alarm: DueAlarm)] {
    guard ticket.isOpen else { return [] }
    return try unmet.flatMap { clock in
      try clock.clock.alarms(under: clock.terms(levels)).filter { !clock.alarmed.contains($0.alarm.key) }.map { (clock, $0) }
    }
  }

  /// When the desk must look again; `nil` when the ticket is finished.
  func wake() throws -> Instant? {
    guard ticket.isOpen else { return nil }
    var instants = try alarms().map(\.alarm.at)
    instants += unmet.filter { $0.breachedAt == nil }.compactMap(\.due)
    instants += waits.filter { !state.asked.contains($0.risk) }.map(\.at)
    return max(now, min(instants.min() ?? .latest, now.adding(milliseconds: Self.openLimit)))
  }
}

extension Promise {
  /// The share of the time after which a promise counts as due soon: its last alarm before the deadline, or four fifths.
  var soonShare: Int? {
    let shares = alarms.compactMap { alarm -> Int? in
      guard case .percent(let percent) = alarm, percent < 100 else { return nil }
      return percent
    }
    return shares.max() ?? (alarms.isEmpty ? nil : 80)
  }
}
