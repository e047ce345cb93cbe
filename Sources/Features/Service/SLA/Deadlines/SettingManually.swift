import Desk
import Storage
import Web

/// A deadline that an employee sets by hand: it holds until it is taken off, whatever is counted anew.
struct ManualDeadline: Sendable {
  static let longestReason = 500
  /// Ten years: further away nobody promises anything.
  static let furthest: Int64 = 3_653 * 24 * 3_600_000
  static let targets: [TargetKind] = [.firstResponse, .nextResponse, .resolution]

  let target: TargetKind
  let due: Instant
  let reason: String

  init(form: Form, timeZone: String, now: Instant) throws {
    let target = Self.targets.first { $0.rawValue == form.text("target") }, due = LocalMoment.instant(form.text("due"), in: timeZone)
    let reason = form.text("reason")
    var problems: [Refusal.Problem] = []
    if target == nil { problems.append(.init("target", "error.unknownChoice")) }
    if due == nil { problems.append(.init("due", "sla.error.due")) }
    if let due, due <= now { problems.append(.init("due", "sla.error.duePast")) }
    if let due, due.milliseconds(since: now) > Self.furthest { problems.append(.init("due", "sla.error.dueFar")) }
    if reason.isEmpty { problems.append(.init("reason", "sla.error.reasonMissing")) }
    if reason.count > Self.longestReason { problems.append(.init("reason", "error.tooLong", ["limit": String(Self.longestReason)])) }
    guard problems.isEmpty, let target, let due else { throw Refusal.invalid(problems) }
    self.target = target
    self.due = due
    self.reason = reason
  }

  func set(on ticket: Ticket, by agent: Agent, in change: Transaction) throws {
    guard ticket.isOpen else { throw Refusal.invalid("", "sla.error.finished") }
    let levels = try ServiceLevels.load(in: change.db)
    let manual = TicketClock.ManualDue(due: due, by: agent.id, at: change.now, reason: reason)
    var recounting = Recounting(change: change, levels: levels, reason: "sla.manual", actor: agent.actor)
    recounting.note = reason
    try recounting.run(ticket) { state in
      if let index = state.clocks.firstIndex(where: { $0.target == target }) {
        guard !state.clocks[index].isMet else { throw Refusal.invalid("target", "sla.error.met") }
        state.clocks[index].manual = manual
      } else {
        state.clocks.append(try begun(on: ticket, manual, levels))
      }
    }
  }

  /// A clock for a promise that no rule makes: it is as long as the time to the deadline.
  private func begun(on ticket: Ticket, _ manual: TicketClock.ManualDue, _ levels: ServiceLevels) throws -> TicketClock {
    let start = target == .nextResponse ? ticket.awaitingSince ?? manual.at : ticket.createdAt
    let promise = try Promise(target, max(1, due.milliseconds(since: start)), counting: .clock)
    let blank = TargetClock(start: start, used: 0, state: .running(since: start), missed: nil, manualDue: manual.due)
    return TicketClock(
      target: target, round: 1, ruleID: nil, calendarID: levels.usualCalendar, promise: try JSONText.encode(promise), clock: blank,
      manual: manual, due: nil, dueSetAt: manual.at, breachedAt: nil, elapsed: 0, remaining: 0, countedAt: manual.at, alarmed: [])
  }

  static func remove(_ target: TargetKind, from ticket: Ticket, by agent: Agent, in change: Transaction) throws {
    let levels = try ServiceLevels.load(in: change.db)
    try Recounting(change: change, levels: levels, reason: "sla.manualRemoved", actor: agent.actor).run(ticket) { state in
      guard let index = state.clocks.firstIndex(where: { $0.target == target && $0.manual != nil }) else { throw Refusal.notFound }
      state.clocks[index].manual = nil
    }
  }
}
