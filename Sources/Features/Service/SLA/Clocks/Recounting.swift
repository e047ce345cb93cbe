import Desk
import Storage

extension Event.Kind {
  /// A deadline moved, came or went: changes `due.firstResponse` and the like, the reason among the facts.
  package static let recounted = Event.Kind("sla.recounted")
}

/// One ticket, counted anew inside the transaction that changed it.
struct Recounting {
  let change: Transaction
  let levels: ServiceLevels
  /// Why: the kind of event that asked for it.
  let reason: String
  var actor = Actor.desk
  var cause: Int64?
  /// What whoever set the deadline by hand said of it.
  var note: String?

  /// Does it before the commit, once however many events ask for it, so that whoever changes the ticket is done with the row.
  static func enqueue(for event: Event, in change: Transaction) {
    let number = event.subject.id
    change.beforeCommit(once: "sla \(number)") {
      guard let ticket = try Ticket.forDesk(number, in: change) else { return }
      let levels = try ServiceLevels.load(in: change.db)
      try Recounting(change: change, levels: levels, reason: event.kind.rawValue, cause: event.id).run(ticket)
    }
  }

  func run(_ ticket: Ticket, isRinging: Bool = false, edit: (inout TicketLevels) throws -> Void = { _ in }) throws {
    let before = try TicketLevels.load(ticket, in: change.db)
    var base = try before ?? first(ticket)
    try edit(&base)
    try apply(ticket, base: base, before: before, isRinging: isRinging)
  }

  /// Of a ticket that this change brings there is no history to look for.
  private func first(_ ticket: Ticket) throws -> TicketLevels {
    ticket.createdAt == change.now ? TicketLevels.new(ticket) : try TicketLevels.begun(for: ticket, in: change.db)
  }

  /// - Parameters:
  ///   - before: as it is stored; `nil` when there is nothing yet.
  ///   - base: what to count from, which is `before` but for what somebody has just set by hand.
  /// - Returns: whether a deadline changed.
  @discardableResult
  func apply(_ ticket: Ticket, base: TicketLevels, before: TicketLevels?, isRinging: Bool = false) throws -> Bool {
    var after = try counting(ticket, isRinging: isRinging).result(from: base)
    let changes = before.map { differences(from: $0, to: after, on: ticket) } ?? []
    if !changes.isEmpty {
      var event = Event(.recounted, of: .ticket(ticket.number), by: actor, changes: changes, facts: ["reason": reason(base, after, ticket)])
      event.cause = cause
      event.facts["note"] = note
      try change.record(event)
    }
    if isRinging { try Ringing(change: change, levels: levels, ticket: ticket).ring(&after) }
    try conclude(ticket, before: before, after: &after, isRinging: isRinging)
    return !changes.isEmpty
  }

  func counting(_ ticket: Ticket, isRinging: Bool) -> Counting {
    let db = change.db
    var counting = Counting(levels: levels, ticket: ticket, now: change.now, isRinging: isRinging)
    counting.reply = { since in
      try db.value(
        """
        SELECT min(at) FROM event WHERE subject_kind = 'ticket' AND subject_id = \(ticket.number) AND kind = \(Event.Kind.replied)
          AND at >= \(since)
        """) ?? nil
    }
    return counting
  }

  /// Several events of one change ask for one recount: what of the ticket is another now says more than which came first.
  private func reason(_ before: TicketLevels, _ after: TicketLevels, _ ticket: Ticket) -> String {
    guard reason.hasPrefix("ticket.") else { return reason }
    if before.stays.last?.category != ticket.category { return Event.Kind.statusChanged.rawValue }
    return before.ruleID != after.ruleID ? Event.Kind.fieldsChanged.rawValue : reason
  }

  func conclude(_ ticket: Ticket, before: TicketLevels?, after: inout TicketLevels, isRinging: Bool) throws {
    let outlook = Outlook(levels: levels, ticket: ticket, now: change.now, state: after)
    after.wakesAt = try outlook.wake()
    // Looking once too often costs nothing; moving the appointment with each change would cost a write each.
    if !isRinging, let old = before?.wakesAt, let new = after.wakesAt, old > change.now, old < new { after.wakesAt = old }
    try after.save(over: before, for: ticket.number, in: change.db)
    if after.wakesAt != before?.wakesAt || isRinging { try Ringing.appoint(ticket.number, at: after.wakesAt, in: change) }
    var promised = ticket
    try promised.promise(
      due: outlook.due, breachedAt: outlook.breachedAt, next: after.wakesAt, risks: try outlook.risks(), in: change)
  }

  /// Deadlines of running promises that moved. A promise that begins, is kept, or ends with the ticket is no recount.
  private func differences(from before: TicketLevels, to after: TicketLevels, on ticket: Ticket) -> [Event.Change] {
    guard ticket.isOpen else { return [] }
    return TargetKind.allCases.flatMap { target -> [Event.Change] in
      let (old, new) = (before.clock(target), after.clock(target))
      if let new, new.isMet || (new.round != old?.round && target == .nextResponse) { return [] }
      return [
        change("due.\(target.rawValue)", old?.due, new?.due), change("manual.\(target.rawValue)", old?.manual?.due, new?.manual?.due),
      ].compactMap { $0 }
    }
  }

  private func change(_ field: String, _ old: Instant?, _ new: Instant?) -> Event.Change? {
    old == new ? nil : Event.Change(field, old.map { String($0.milliseconds) }, new.map { String($0.milliseconds) })
  }
}
