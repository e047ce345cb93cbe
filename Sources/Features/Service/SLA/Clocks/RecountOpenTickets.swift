import Desk
import Storage

/// How far the recount has come that an edit of a policy or a calendar asked for. One row: a new edit begins it anew.
struct RecountProgress: Sendable {
  enum State: String, Sendable, ColumnValue { case running, stopped, done }

  let state: State
  let beganAt: Instant
  let endedAt: Instant?
  let total: Int64
  let done: Int64
  /// Tickets of which a deadline moved.
  let changed: Int64

  static func load(in db: any Database) throws -> RecountProgress? {
    try db.row("SELECT * FROM sla_recount WHERE id = 1").map { row in
      RecountProgress(
        state: try row["state"], beganAt: try row["began_at"], endedAt: try row["ended_at"], total: try row["total"], done: try row["done"],
        changed: try row["changed"])
    }
  }

  /// After every edit that can move a deadline, in the same transaction.
  static func begin(in change: Transaction) throws {
    let total: Int64 = try change.db.value("SELECT coalesce(sum(count), 0) FROM ticket_count WHERE bucket = 'open'") ?? 0
    try change.db.run(
      """
      INSERT INTO sla_recount (id, state, began_at, reached, total, done, changed) VALUES (1, 'running', \(change.now), 0, \(total), 0, 0)
      ON CONFLICT (id) DO UPDATE SET state = 'running', began_at = excluded.began_at, ended_at = NULL, reached = 0, total = excluded.total,
        done = 0, changed = 0
      """)
    try change.enqueue(RecountOpenTickets(), key: "all")
  }

  /// What was not reached keeps its old deadlines until the recount is gone on with.
  static func stop(in change: Transaction) throws {
    try change.db.run("UPDATE sla_recount SET state = 'stopped', ended_at = \(change.now) WHERE id = 1 AND state = 'running'")
  }

  static func goOn(in change: Transaction) throws {
    guard try change.db.run("UPDATE sla_recount SET state = 'running', ended_at = NULL WHERE id = 1 AND state = 'stopped'") == 1 else {
      return
    }
    try change.enqueue(RecountOpenTickets(), key: "all")
  }
}

/// Counts all open tickets anew, a batch a transaction, so that the desk serves meanwhile.
struct RecountOpenTickets: Job {
  static let kind = "sla.recountOpenTickets"
  /// A batch is a transaction of some hundredths of a second.
  static let batch = 200
  /// A job must end well within its lease; what is left is the next job's.
  static let batchesAtOnce = 250

  func run(in world: World) async throws {
    for _ in 0..<Self.batchesAtOnce {
      guard try await world.write({ try Self.nextBatch(in: $0) }) else { return }
    }
    try await world.write { try $0.enqueue(Self(), key: "all") }
  }

  /// False when there is nothing left to do, or somebody has stopped it.
  static func nextBatch(in change: Transaction) throws -> Bool {
    let db = change.db
    guard let reached: Int64 = try db.value("SELECT reached FROM sla_recount WHERE id = 1 AND state = 'running'\(db.lock)") else {
      return false
    }
    let tickets = try db.rows(
      "SELECT * FROM ticket WHERE is_open = 1 AND number > \(reached) ORDER BY number LIMIT \(batch)\(db.lock)"
    ).map(Ticket.init(row:))
    guard let last = tickets.last else {
      try db.run("UPDATE sla_recount SET state = 'done', ended_at = \(change.now) WHERE id = 1")
      return false
    }
    let levels = try ServiceLevels.load(in: db), stored = try TicketLevels.load(tickets.map(\.number), in: db)
    let recounting = Recounting(change: change, levels: levels, reason: kind)
    var changed = 0
    for ticket in tickets {
      let before = stored[ticket.number]
      let base = try before ?? TicketLevels.begun(for: ticket, in: db)
      if try recounting.apply(ticket, base: base, before: before) { changed += 1 }
    }
    try db.run(
      "UPDATE sla_recount SET reached = \(last.number), done = done + \(tickets.count), changed = changed + \(changed) WHERE id = 1")
    return true
  }
}

extension TicketLevels {
  /// Of many tickets in two statements.
  static func load(_ numbers: [Int64], in db: any Database) throws -> [Int64: TicketLevels] {
    var clocks: [Int64: [TicketClock]] = [:], found: [Int64: TicketLevels] = [:]
    for row in try db.rows("SELECT * FROM sla_clock WHERE ticket_number IN (\(list: numbers)) ORDER BY ticket_number, target, round") {
      clocks[try row["ticket_number"], default: []].append(try TicketClock(row: row))
    }
    for row in try db.rows("SELECT * FROM sla_ticket WHERE ticket_number IN (\(list: numbers))") {
      let number: Int64 = try row["ticket_number"]
      found[number] = try TicketLevels(row: row, clocks: clocks[number] ?? [])
    }
    return found
  }
}
