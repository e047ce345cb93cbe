import Desk
import Storage

/// All rows that tickets consist of, written again with plain inserts: what the database alone costs, for comparison.
struct RawRows: Sendable {
  /// A table with the columns that are written; the first holds the ticket's number.
  private struct Table: Sendable {
    let name: SQL
    let columns: SQL
    let condition: SQL
  }
  struct TicketRows: Sendable {
    var rows: [(into: SQL, values: [SQL.Value])] = []
    var notices: [[SQL.Value]] = []
    var subject = ""
    var body = ""
  }

  private var tickets: [TicketRows] = []

  static func load(after last: Int64, count: Int, from world: World) async throws -> RawRows {
    try await world.read { db in
      var raw = RawRows()
      for number in (last + 1)...(last + Int64(count)) { raw.tickets.append(try ticket(number, in: db)) }
      return raw
    }
  }

  private static func ticket(_ number: Int64, in db: any Database) throws -> TicketRows {
    var ticket = TicketRows()
    for table in tables {
      for row in try db.rows("SELECT \(table.columns) FROM \(table.name) WHERE \(table.condition) = \(number)") {
        ticket.rows.append(("\(table.name) (\(table.columns))", row.values))
      }
    }
    let key = String(number)
    for row in try db.rows("SELECT key, kind, payload, run_at, created_at FROM job WHERE kind = 'sla.wake' AND key = \(key)") {
      ticket.rows.append(("job (key, kind, payload, run_at, created_at)", row.values))
    }
    ticket.notices = try db.rows(
      """
      SELECT \(notice) FROM notification
      WHERE event_id IN (SELECT id FROM event WHERE subject_kind = 'ticket' AND subject_id = \(number))
      """
    ).map(\.values)
    if let row = try db.row(
      "SELECT t.subject, m.text FROM ticket t JOIN message m ON m.ticket_number = t.number WHERE t.number = \(number)")
    {
      (ticket.subject, ticket.body) = (try row[0], try row[1])
    }
    return ticket
  }

  /// - Returns: tickets a second, so many in each durable commit.
  func write(to world: World, atOnce: Int) async throws -> Double {
    var number: Int64 = try await world.read { try $0.value("SELECT max(number) FROM ticket") ?? 0 }
    let watch = Measured.Stopwatch()
    for start in stride(from: 0, to: tickets.count, by: atOnce) {
      let (group, first) = (tickets[start..<min(start + atOnce, tickets.count)], number)
      try await world.store.write { db in
        for (index, ticket) in group.enumerated() { try ticket.write(as: first + 1 + Int64(index), in: db) }
      }
      number += Int64(group.count)
    }
    let rate = watch.stop(after: tickets.count).perSecond
    try await world.store.write { try BenchDesk.moveSequences(in: $0) }
    return rate
  }

  private static let tables = [
    Table(
      name: "ticket",
      columns: """
        number, subject, type_id, priority_id, priority_weight, status_id, category, is_open, status_since, channel, requester_id,
        company_id, team_id, created_at, updated_at, due_at, due_sort, next_at, message_count, preview, rev
        """, condition: "number"),
    Table(
      name: "message",
      columns: """
        ticket_number, kind, author_kind, author_id, author_name, author_email, channel, created_at, source, html, text
        """, condition: "ticket_number"),
    Table(
      name: "event", columns: "subject_id, facts, subject_kind, at, kind, actor_kind, actor_id, changes",
      condition: "subject_kind = 'ticket' AND subject_id"),
    Table(name: "sla_ticket", columns: "ticket_number, stays, rule_id, wakes_at", condition: "ticket_number"),
    Table(
      name: "sla_clock",
      columns: """
        ticket_number, promise, target, round, rule_id, calendar_id, started_at, used, state, state_since, due_at, due_set_at, elapsed,
        remaining, counted_at
        """, condition: "ticket_number"),
  ]
  fileprivate static let notice: SQL = "employee_id, kind, at, in_desk, by_mail"
}

extension RawRows.TicketRows {
  func write(as number: Int64, in db: any Database) throws {
    for (into, found) in rows {
      var values = found
      // The key of a job is a text.
      if case .text = values[0] { values[0] = .text("\(number) again") } else { values[0] = .int(number) }
      try db.run("INSERT INTO \(into) VALUES (\(SQL.joined(values.map { "\($0)" }, by: ", ")))")
    }
    let event: Int64? = try db.value(
      "SELECT id FROM event WHERE subject_kind = 'ticket' AND subject_id = \(number) ORDER BY id DESC LIMIT 1")
    for values in notices {
      try db.run(
        "INSERT INTO notification (ticket_number, event_id, \(RawRows.notice)) VALUES (\(number), \(event), \(SQL.joined(values.map { "\($0)" }, by: ", ")))"
      )
    }
    try db.run("UPDATE ticket_count SET count = count + 1 WHERE bucket = 'open' AND shard = 0")
    let message: Int64? = try db.value("SELECT id FROM message WHERE ticket_number = \(number) ORDER BY id DESC LIMIT 1")
    try Search.add(message!, subject: subject, body: body, in: db)
  }
}
