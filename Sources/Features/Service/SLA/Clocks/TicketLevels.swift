import Desk
import Storage

/// All that the service levels know of one ticket.
struct TicketLevels: Sendable, Equatable {
  var ruleID: Int64?
  /// Every category that the ticket came into, the oldest first.
  var stays: [StatusChange]
  /// When the desk will look at the ticket by itself; `nil` when it need not.
  var wakesAt: Instant?
  /// What attention was asked for already.
  var asked: [Risk]
  /// The last round of each target; earlier rounds are history.
  var clocks: [TicketClock]

  func clock(_ target: TargetKind) -> TicketClock? { clocks.first { $0.target == target } }

  func hasSameRow(as other: TicketLevels) -> Bool {
    var other = other
    other.clocks = clocks
    return self == other
  }
}

extension TicketLevels {
  static func load(_ ticket: Ticket, in db: any Database) throws -> TicketLevels? {
    guard let row = try db.row("SELECT * FROM sla_ticket WHERE ticket_number = \(ticket.number)") else { return nil }
    let clocks = try db.rows("SELECT * FROM sla_clock WHERE ticket_number = \(ticket.number) ORDER BY target, round").map(TicketClock.init)
    return try TicketLevels(row: row, clocks: clocks)
  }

  /// - Parameter clocks: of all rounds, by round.
  init(row: Row, clocks: [TicketClock]) throws {
    var last: [TargetKind: TicketClock] = [:]
    for clock in clocks { last[clock.target] = clock }
    self.init(
      ruleID: try row["rule_id"], stays: try Stays.decoded(row["stays"]), wakesAt: try row["wakes_at"],
      asked: try Risks.decoded(row["asked"]), clocks: TargetKind.allCases.compactMap { last[$0] })
  }

  func save(over before: TicketLevels?, for ticket: Int64, in db: any Database) throws {
    if before.map({ !hasSameRow(as: $0) }) ?? true {
      try db.run(
        """
        INSERT INTO sla_ticket (ticket_number, rule_id, stays, wakes_at, asked)
        VALUES (\(ticket), \(ruleID), \(Stays.encoded(stays)), \(wakesAt), \(Risks.encoded(asked)))
        ON CONFLICT (ticket_number) DO UPDATE SET rule_id = excluded.rule_id, stays = excluded.stays, wakes_at = excluded.wakes_at,
          asked = excluded.asked
        """)
    }
    for clock in clocks {
      let old = before?.clock(clock.target)
      if old?.round == clock.round, let old, clock.isSame(as: old) { continue }
      try clock.save(for: ticket, in: db)
    }
    for old in before?.clocks ?? [] where clock(old.target) == nil { try old.remove(from: ticket, in: db) }
  }

  /// For a ticket that was there before the service levels: from its history.
  static func begun(for ticket: Ticket, in db: any Database) throws -> TicketLevels {
    let changes = try db.rows(
      """
      SELECT at, changes FROM event WHERE subject_kind = 'ticket' AND subject_id = \(ticket.number) AND kind = \(Event.Kind.statusChanged)
      ORDER BY id
      """
    ).compactMap { row -> StatusChange? in
      let fields: [Event.Change] = try JSONText.decode(row[1])
      let category = fields.first { $0.field == "category" }?.after.flatMap(StatusCategory.init)
      return try category.map { StatusChange(try row[0], $0) }
    }
    var levels = new(ticket)
    levels.stays += changes
    return levels
  }

  static func new(_ ticket: Ticket) -> TicketLevels {
    TicketLevels(ruleID: nil, stays: [StatusChange(ticket.createdAt, .new)], asked: [], clocks: [])
  }
}

/// A list of stays in its column: `1795417200000 new,1795420800000 open`.
enum Stays {
  static func encoded(_ stays: [StatusChange]) -> String {
    stays.map { "\($0.at.milliseconds) \($0.category.rawValue)" }.joined(separator: ",")
  }

  static func decoded(_ text: String) throws -> [StatusChange] {
    try text.split(separator: ",").map { stay in
      let halves = stay.split(separator: " ")
      guard halves.count == 2, let at = Int64(halves[0]), let category = StatusCategory(rawValue: String(halves[1])) else {
        throw StorageError.wrongType(column: "stays", expected: "stays", found: .text(text))
      }
      return StatusChange(Instant(milliseconds: at), category)
    }
  }
}
