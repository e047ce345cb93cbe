import Desk
import Storage

extension TicketClock {
  init(row: Row) throws {
    let manualDue: Instant? = try row["manual_due"]
    let alarmed: String = try row["alarmed"]
    self.init(
      target: try row["target"], round: try row["round"], ruleID: try row["rule_id"], calendarID: try row["calendar_id"],
      promise: try row["promise"],
      clock: TargetClock(
        start: try row["started_at"], used: try row["used"], state: try Self.state(row), missed: try row["missed_at"], manualDue: manualDue),
      manual: try manualDue.map {
        ManualDue(due: $0, by: try row["manual_by"], at: try row["manual_at"], reason: try row["manual_reason"])
      },
      due: try row["due_at"], dueSetAt: try row["due_set_at"], breachedAt: try row["breached_at"], elapsed: try row["elapsed"],
      remaining: try row["remaining"], countedAt: try row["counted_at"], alarmed: alarmed.split(separator: ",").map(String.init))
  }

  private static func state(_ row: Row) throws -> TargetClock.State {
    let (kind, since): (String, Instant) = (try row["state"], try row["state_since"])
    switch kind {
    case "running": return .running(since: since)
    case "met": return .met(since, due: try row["state_due"])
    default: return .standing(since: since, try row["state_category"])
    }
  }

  /// State, since, category, deadline when met.
  private var stateColumns: (String, Instant, StatusCategory?, Instant?) {
    switch clock.state {
    case .running(let since): ("running", since, nil, nil)
    case .standing(let since, let category): ("standing", since, category, nil)
    case .met(let at, let due): ("met", at, nil, due)
    }
  }

  func save(for ticket: Int64, in db: any Database) throws {
    let (state, since, category, stateDue) = stateColumns
    try db.run(
      """
      INSERT INTO sla_clock (ticket_number, target, round, rule_id, calendar_id, promise, started_at, used, state, state_since,
        state_category, state_due, missed_at, manual_due, manual_by, manual_at, manual_reason, due_at, due_set_at, breached_at, met_at,
        elapsed, remaining, counted_at, alarmed)
      VALUES (\(ticket), \(target), \(round), \(ruleID), \(calendarID), \(promise), \(clock.start), \(clock.used), \(state), \(since),
        \(category), \(stateDue), \(clock.missed), \(manual?.due), \(manual?.by), \(manual?.at), \(manual?.reason), \(due), \(dueSetAt),
        \(breachedAt), \(metAt), \(elapsed), \(remaining), \(countedAt), \(alarmed.joined(separator: ",")))
      ON CONFLICT (ticket_number, target, round) DO UPDATE SET rule_id = excluded.rule_id, calendar_id = excluded.calendar_id,
        promise = excluded.promise, started_at = excluded.started_at, used = excluded.used, state = excluded.state,
        state_since = excluded.state_since, state_category = excluded.state_category, state_due = excluded.state_due,
        missed_at = excluded.missed_at, manual_due = excluded.manual_due, manual_by = excluded.manual_by, manual_at = excluded.manual_at,
        manual_reason = excluded.manual_reason, due_at = excluded.due_at, due_set_at = excluded.due_set_at,
        breached_at = excluded.breached_at, met_at = excluded.met_at, elapsed = excluded.elapsed, remaining = excluded.remaining,
        counted_at = excluded.counted_at, alarmed = excluded.alarmed
      """)
  }

  func remove(from ticket: Int64, in db: any Database) throws {
    try db.run("DELETE FROM sla_clock WHERE ticket_number = \(ticket) AND target = \(target) AND round = \(round)")
  }
}

extension TargetKind: ColumnValue {}
