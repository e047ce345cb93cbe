import Desk

/// Works out anew what is promised on a ticket and how far it has come. A pure rule: everything it needs is handed in.
struct Counting {
  let levels: ServiceLevels
  let ticket: Ticket
  let now: Instant
  /// The desk woke up for this ticket: alarms that are due are given rather than waited for.
  var isRinging = false
  /// When an employee's public answer went out at this instant or later; asked only when an answer is waited for no more.
  var reply: (Instant) throws -> Instant? = { _ in nil }

  func result(from before: TicketLevels) throws -> TicketLevels {
    var after = before
    let rule = levels.rule(for: RequestFacts(ticket))
    after.ruleID = rule?.id
    if after.stays.last?.category != ticket.category { after.stays.append(StatusChange(ticket.statusSince, ticket.category)) }
    after.clocks = []
    for target in [TargetKind.firstResponse, .nextResponse, .resolution] {
      if let clock = try clock(target, rule: rule, old: before.clock(target), stays: after.stays) { after.clocks.append(clock) }
    }
    return after
  }

  /// A promise that was kept or missed stays judged by what held then; one that still runs follows the rule that holds now.
  private func clock(_ target: TargetKind, rule: ServiceRule?, old: TicketClock?, stays: [StatusChange]) throws -> TicketClock? {
    if let old, old.isMet, target != .resolution || !ticket.isOpen, !isNewRound(target, rule, old) { return old }
    guard let begun = begin(target, rule: rule, old: old) else { return nil }
    var clock = begun
    let metAt = try metAt(clock)
    let history = History(start: clock.clock.start, changes: stays, metAt: metAt, manualDue: clock.manual?.due)
    let terms = try clock.terms(levels)
    clock.clock = history.clock(at: now, under: terms)
    // Woken at the very instant of a deadline, the desk speaks of it as passed: nothing else wakes it a millisecond later.
    let judged = isRinging ? now.adding(milliseconds: 1) : now
    clock.take(clock.clock.reading(at: judged, under: terms), at: now)
    if !isRinging, clock.dueSetAt == now { clock.alarmed = skipped(clock.clock.alarms(under: terms)) }
    return clock
  }

  /// The row to count on, or a new one; `nil` when nothing is promised.
  private func begin(_ target: TargetKind, rule: ServiceRule?, old: TicketClock?) -> TicketClock? {
    let isNew = isNewRound(target, rule, old)
    if !isNew, var old {
      if let rule, let promised = rule.target(target) {
        (old.ruleID, old.calendarID, old.promise) = (rule.id, rule.calendarID, promised.text)
        return old
      }
      // What somebody promised by hand holds without a rule; so does the record of what was met.
      return old.manual != nil || old.isMet ? old : nil
    }
    guard isNew, let rule, let promised = rule.target(target) else { return nil }
    let start = target == .nextResponse ? ticket.awaitingSince ?? now : ticket.createdAt
    let blank = TargetClock(start: start, used: 0, state: .running(since: start), missed: nil, manualDue: nil)
    return TicketClock(
      target: target, round: (old?.round ?? 0) + 1, ruleID: rule.id, calendarID: rule.calendarID, promise: promised.text, clock: blank,
      manual: nil, due: nil, dueSetAt: now, breachedAt: nil, elapsed: 0, remaining: 0, countedAt: now, alarmed: [])
  }

  /// The next answer is promised anew for each time that the client begins to wait, after the first answer. Later messages of a client
  /// who waits already give the desk no more time.
  private func isNewRound(_ target: TargetKind, _ rule: ServiceRule?, _ old: TicketClock?) -> Bool {
    guard target == .nextResponse else { return old == nil }
    guard let awaiting = ticket.awaitingSince, rule?.target(.nextResponse) != nil else { return false }
    if let old { return old.isMet || old.clock.start != awaiting }
    return ticket.answeredAt != nil || rule?.target(.firstResponse) == nil
  }

  private func metAt(_ clock: TicketClock) throws -> Instant? {
    switch clock.target {
    case .firstResponse: return ticket.answeredAt
    case .nextResponse: return ticket.awaitingSince == nil ? try reply(clock.clock.start) : nil
    case .resolution, .queue, .visit: return nil
    }
  }

  /// A deadline that comes into being with some alarms behind it gives the last of those, not all at once.
  private func skipped(_ alarms: [DueAlarm]) -> [String] { alarms.filter { $0.at < now }.dropLast().map(\.alarm.key) }
}
