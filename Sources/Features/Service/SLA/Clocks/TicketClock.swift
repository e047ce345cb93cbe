import Desk
import Storage

/// The clock of one target on one ticket, as its row has it. Targets that come again (an answer to the client's next message) have a
/// clock for each round; the last one counts.
struct TicketClock: Sendable, Equatable {
  struct ManualDue: Sendable, Equatable {
    var due: Instant
    var by: Int64
    var at: Instant
    var reason: String
  }

  let target: TargetKind
  let round: Int64
  /// `nil`: set by hand on a ticket to which no rule applies.
  var ruleID: Int64?
  var calendarID: Int64
  /// As stored; the promise that held when the clock was counted last.
  var promise: String
  var clock: TargetClock
  var manual: ManualDue?
  var due: Instant?
  /// When this deadline became what it is.
  var dueSetAt: Instant
  var breachedAt: Instant?
  /// Milliseconds as the promise counts them, as of `countedAt`.
  var elapsed: Int64
  var remaining: Int64
  var countedAt: Instant
  /// Keys of the alarms of this deadline that were given.
  var alarmed: [String]

  var isMet: Bool { metAt != nil }
  var metAt: Instant? {
    if case .met(let at, _) = clock.state { return at }
    return nil
  }

  func terms(_ levels: ServiceLevels) throws -> Terms { try levels.terms(ServiceRule.promiseMemo(promise), calendar: calendarID) }

  /// The same but for how far it had come when it was looked at.
  func isSame(as other: TicketClock) -> Bool {
    var other = other
    (other.elapsed, other.remaining, other.countedAt) = (elapsed, remaining, countedAt)
    return self == other
  }

  /// What the clock shows, kept beside it.
  mutating func take(_ reading: Reading, at now: Instant) {
    if due != reading.due {
      due = reading.due
      dueSetAt = now
      alarmed = []
    }
    breachedAt = reading.breachedAt
    (elapsed, remaining, countedAt) = (reading.elapsed, reading.remaining, now)
  }
}

extension Alarm {
  /// In the memory of alarms given.
  var key: String {
    switch self {
    case .percent(let percent): String(percent)
    case .afterBreach(let wait): "+\(wait)"
    }
  }
}
