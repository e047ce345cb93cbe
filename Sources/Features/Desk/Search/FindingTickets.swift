import Storage

/// What a search found among tickets, the newest message first; a ticket once.
package struct TicketHits: Sendable {
  package struct Hit: Sendable {
    package let ticket: TicketLine
    package let text: String
    let at: Instant
  }

  static let onPage = 25

  package var hits: [Hit] = []
  /// The id of a message: older ones are on the next page.
  package var next: Int64?
  /// The words are so frequent, or so much of what has them is not for this reader, that only the newest were looked at.
  package var isPartial = false
}

extension Agent {
  /// So many messages are looked at for one page.
  private static let mostExamined = 3000
  private static let firstPortion = 100

  /// Tickets that this agent sees, with a message that this agent sees and that has the words.
  package func search(_ query: SearchQuery, before: Int64 = .max, in db: any Database) throws -> TicketHits {
    guard may(.viewTickets), !query.isEmpty else { return TicketHits() }
    let stems = try SearchStems(query) { try Search.completions(of: $0, limit: SearchStems.mostOthers, in: db) }
    var (found, seen): ([(message: Int64, ticket: Int64)], Set<Int64>) = ([], [])
    var (at, portion, examined) = (before, Self.firstPortion, 0)
    var isEnd = false
    while found.count <= TicketHits.onPage, !isEnd, examined < Self.mostExamined {
      let raw = try messages(stems, before: at, limit: portion, in: db)
      isEnd = raw.count < portion
      examined += raw.count
      at = raw.last?.id ?? at
      var fresh: [(message: Int64, ticket: Int64)] = []
      for hit in raw where hit.isSeen && seen.insert(hit.ticket).inserted { fresh.append((hit.id, hit.ticket)) }
      found += try withoutEarlier(fresh, stems, from: before, in: db)
      portion = min(portion * 4, Self.mostExamined - examined)
    }
    let page = Array(found.prefix(TicketHits.onPage))
    var hits = TicketHits(hits: try hits(page, in: db))
    if found.count > page.count {
      hits.next = page.last?.message
    } else if !isEnd {
      (hits.next, hits.isPartial) = (at, true)
    }
    return hits
  }

  private struct Raw {
    let id: Int64
    let ticket: Int64
    let isSeen: Bool
  }

  private func messages(_ stems: SearchStems, before: Int64, limit: Int, in db: any Database) throws -> [Raw] {
    try Search.newest(stems, before: before, limit: limit, in: db) { ids in
      try db.rows(
        """
        SELECT h.id, m.ticket_number, CASE WHEN \(seenMessages) AND \(ticketScope(for: .viewTickets)) THEN 1 ELSE 0 END AS is_seen
        FROM (\(ids)) AS h JOIN message m ON m.id = h.id JOIN ticket t ON t.number = m.ticket_number ORDER BY h.id DESC
        """
      ).map { Raw(id: try $0[0], ticket: try $0[1], isSeen: try $0[2]) }
    }
  }

  /// A condition over `message m` and its `ticket t`: notes are read by those who may read the notes of that ticket.
  private var seenMessages: SQL { "(m.kind = 'public' OR \(ticketScope(for: .viewNotes)))" }

  /// On a later page: a ticket that an earlier page has shown, by a newer message, is not shown again.
  private func withoutEarlier(_ found: [(message: Int64, ticket: Int64)], _ stems: SearchStems, from before: Int64, in db: any Database)
    throws -> [(message: Int64, ticket: Int64)]
  {
    guard before < .max, !found.isEmpty else { return found }
    let shown: Set<Int64> = try Set(
      db.values(
        """
        SELECT t.number FROM ticket t WHERE t.number IN (\(list: found.map(\.ticket))) AND EXISTS (
          SELECT 1 FROM message m
          WHERE m.ticket_number = t.number AND m.id >= \(before) AND \(seenMessages) AND \(Search.has(stems, in: db)))
        """))
    return found.filter { !shown.contains($0.ticket) }
  }

  /// So much of a message is read to show where the words stand.
  private static let readLength = 4000

  private func hits(_ page: [(message: Int64, ticket: Int64)], in db: any Database) throws -> [TicketHits.Hit] {
    try db.rows(
      """
      SELECT \(TicketLine.columns), m.created_at, substr(m.text, 1, CAST(\(Self.readLength) AS INTEGER)) AS text
      FROM message m JOIN ticket t ON t.number = m.ticket_number \(TicketLine.joins)
      WHERE m.id IN (\(list: page.map(\.message))) ORDER BY m.id DESC
      """
    ).map { row in TicketHits.Hit(ticket: try TicketLine(row: row), text: try row["text"], at: try row["created_at"]) }
  }
}
