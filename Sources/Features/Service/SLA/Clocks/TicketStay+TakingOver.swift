import Desk
import Storage

extension TicketStay {
  /// The stays of tickets that came with a life behind them, from their history.
  static func takeOver(_ tickets: [Ticket], in change: Transaction) throws {
    guard let first = tickets.map(\.number).min(), let last = tickets.map(\.number).max() else { return }
    let calendar = try DeskCalendar.usual(in: change.db).hours
    var moves: [Int64: [(field: String, at: Instant, change: Event.Change)]] = [:]
    for row in try change.db.rows(
      """
      SELECT subject_id, at, changes FROM event
      WHERE subject_kind = 'ticket' AND subject_id BETWEEN \(first) AND \(last) AND kind IN (\(Event.Kind.statusChanged), \(Event.Kind.assigned))
      ORDER BY subject_id, id
      """)
    {
      let changes: [Event.Change] = try JSONText.decode(row[2])
      for change in changes where change.field == "status" || change.field == "assignee" {
        moves[try row[0], default: []].append((change.field, try row[1], change))
      }
    }
    var rows: [SQL] = []
    for ticket in tickets {
      for (kind, field) in [(Kind.status, "status"), (.hands, "assignee")] {
        let moved = (moves[ticket.number] ?? []).filter { $0.field == field }.map { ($0.at, $0.change) }
        rows += values(of: ticket, kind, moved, in: calendar)
      }
    }
    for start in stride(from: 0, to: rows.count, by: 100) {
      let group = SQL.joined(Array(rows[start..<min(start + 100, rows.count)]), by: ", ")
      try change.db.run(
        "INSERT INTO ticket_stay (ticket_number, kind, holder_id, total, business, times, began_at, ended_at) VALUES \(group)")
    }
  }

  private static func values(
    of ticket: Ticket, _ kind: Kind, _ moved: [(at: Instant, change: Event.Change)], in calendar: WorkCalendar
  ) -> [SQL] {
    guard let first = moved.first, let last = moved.last else { return [] }
    let stays = [(at: ticket.createdAt, key: holder(first.change.before))] + moved.map { (at: $0.at, key: holder($0.change.after)) }
    let spent = TimeSpent.byKey(stays, until: last.at, in: calendar), running = holder(last.change.after)
    return Set(stays.map(\.key)).sorted().map { key in
      let ends = zip(stays, stays.dropFirst()).filter { $0.0.key == key }.map(\.1.at), time = spent[key] ?? TimeSpent()
      return """
        (\(ticket.number), \(kind), \(key), \(time.total), \(time.business), \(ends.count), \(key == running ? last.at : nil), \(ends.last))
        """
    }
  }
}
