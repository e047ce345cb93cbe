import Desk
import Storage
import Web

/// How one deadline came about: everything that goes into its explanation, read from the rows.
struct ExplainedTarget: Sendable {
  let target: TargetKind
  let rule: ServiceRule?
  let calendar: DeskCalendar
  let promise: Promise
  let manual: TicketClock.ManualDue?
  let manualBy: String?
  let steps: [Step]
  let reading: Reading

  var terms: Terms { Terms(promise, calendar.hours) }
  var isMet: Bool {
    if case .met = reading.state { return true }
    return false
  }

  /// - Parameter stays: the ticket's way through the categories.
  init(_ clock: TicketClock, stays: [StatusChange], rule: ServiceRule?, calendar: DeskCalendar, manualBy: String?, at now: Instant) throws {
    let promise = try ServiceRule.promiseMemo(clock.promise)
    let terms = Terms(promise, calendar.hours)
    let history = History(start: clock.clock.start, changes: stays, metAt: clock.metAt, manualDue: clock.manual?.due)
    self.init(
      target: clock.target, rule: rule, calendar: calendar, promise: promise, manual: clock.manual, manualBy: manualBy,
      steps: history.explanation(at: now, under: terms), reading: clock.clock.reading(at: now, under: terms))
  }

  /// What would be promised on a request that does not exist.
  init(_ promise: Promise, rule: ServiceRule, calendar: DeskCalendar, createdAt: Instant) {
    let (terms, history) = (Terms(promise, calendar.hours), History(start: createdAt, changes: []))
    self.init(
      target: promise.kind, rule: rule, calendar: calendar, promise: promise, manual: nil, manualBy: nil,
      steps: history.explanation(at: createdAt, under: terms),
      reading: history.clock(at: createdAt, under: terms).reading(at: createdAt, under: terms))
  }

  private init(
    target: TargetKind, rule: ServiceRule?, calendar: DeskCalendar, promise: Promise, manual: TicketClock.ManualDue?, manualBy: String?,
    steps: [Step], reading: Reading
  ) {
    self.target = target
    self.rule = rule
    self.calendar = calendar
    self.promise = promise
    self.manual = manual
    self.manualBy = manualBy
    self.steps = steps
    self.reading = reading
  }
}

extension ExplainedTarget {
  /// The explanations of a ticket's clocks, in the order of the targets.
  static func all(of ticket: Ticket, for agent: Agent, at now: Instant, in db: any Database) throws -> [ExplainedTarget] {
    guard let levels = try TicketLevels.load(ticket, in: db) else { return [] }
    let names = try agent.employeeNames(levels.clocks.compactMap(\.manual?.by), in: db)
    var calendars: [Int64: DeskCalendar] = [:], rules: [Int64: ServiceRule] = [:]
    for row in try db.rows("SELECT * FROM calendar WHERE id IN (\(list: levels.clocks.map(\.calendarID)))") {
      let calendar = try DeskCalendar(row: row)
      calendars[calendar.id] = calendar
    }
    for row in try db.rows("SELECT * FROM sla_rule WHERE id IN (\(list: levels.clocks.compactMap(\.ruleID)))") {
      let rule = try ServiceRule(row: row)
      rules[rule.id] = rule
    }
    return try levels.clocks.compactMap { clock in
      guard let calendar = calendars[clock.calendarID] else { return nil }
      return try ExplainedTarget(
        clock, stays: levels.stays, rule: clock.ruleID.flatMap { rules[$0] }, calendar: calendar,
        manualBy: clock.manual.flatMap { names[$0.by] }, at: now)
    }
  }
}
