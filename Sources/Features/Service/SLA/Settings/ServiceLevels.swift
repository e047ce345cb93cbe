import Desk
import Secrets
import Storage
import Synchronization

/// The desk's policy as it stands now: its rules in order, their calendars, and when a ticket asks for attention by itself.
struct ServiceLevels: Sendable {
  let policy: Int64
  let rules: [ServiceRule]
  let calendars: [Int64: WorkCalendar]
  let usualCalendar: Int64
  let attention: Attention
  /// How long tickets usually stay in a status: working milliseconds by the status's id.
  let usualStays: [Int64: Int64]

  /// The first rule whose conditions hold wins.
  func rule(for facts: RequestFacts) -> ServiceRule? { rules.first { $0.conditions.hold(for: facts) } }

  /// Working time after which a ticket has been in a status for too long. A status that is usually left within minutes is no measure.
  func stuckAfter(in status: Int64) -> Int64? {
    usualStays[status].map { max($0, Attention.shortestUsual) * attention.stuckTimes }
  }

  func terms(_ promise: Promise, calendar: Int64) throws -> Terms {
    guard let hours = calendars[calendar] else { throw Refusal.notFound }
    return Terms(promise, hours)
  }

  /// Every change of a ticket asks for it, and it changes a few times a year: what was read under a stamp is known until an edit
  /// gives another one. Stamps are random, so that what a transaction read that was rolled back is never met again.
  static func load(in db: any Database) throws -> ServiceLevels {
    guard
      let policy = try db.row(
        """
        SELECT id, stamp, unanswered_after, untouched_after, silent_after, stuck_times, usual_stays FROM sla_policy WHERE is_default = 1
        """)
    else { throw Refusal.notFound }
    let stamp: String = try policy["stamp"]
    if let levels = known.withLock({ $0[stamp] }) { return levels }
    let levels = try read(policy, in: db)
    known.withLock { known in
      if known.count >= mostKnown { known.removeAll() }
      known[stamp] = levels
    }
    return levels
  }

  static func policy(in db: any Database) throws -> Int64 {
    try db.value("SELECT id FROM sla_policy WHERE is_default = 1") ?? 0
  }

  /// After an edit of the policy, its rules or the calendars, in the same transaction.
  static func restamp(in db: any Database) throws { try db.run("UPDATE sla_policy SET stamp = \(Random.publicID())") }

  private static let known = Mutex<[String: ServiceLevels]>([:])
  /// A process serves one desk; tests serve many.
  private static let mostKnown = 64

  private static func read(_ policy: Row, in db: any Database) throws -> ServiceLevels {
    let id: Int64 = try policy["id"]
    // Removed calendars too: clocks that were met by them keep them.
    var calendars: [Int64: WorkCalendar] = [:], usual: Int64 = 0
    for row in try db.rows("SELECT id, hours, is_default FROM calendar") {
      calendars[try row[0]] = try DeskCalendar.memo(row[1])
      if try row[2] { usual = try row[0] }
    }
    let rules = try db.rows("SELECT * FROM sla_rule WHERE policy_id = \(id) AND removed_at IS NULL ORDER BY position, id").map(
      ServiceRule.init)
    return ServiceLevels(
      policy: id, rules: rules, calendars: calendars, usualCalendar: usual, attention: try Attention(row: policy),
      usualStays: try UsualStays.memo(policy["usual_stays"]))
  }
}
