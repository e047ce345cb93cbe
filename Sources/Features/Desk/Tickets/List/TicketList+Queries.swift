import Storage

extension ListQuery {
  /// The tickets of this list that the agent may see, from a place in it on, one way or the other: a walk along an index of the
  /// view that ends after `limit` rows, wherever it begins.
  func statement(_ columns: SQL, from tables: SQL, at start: Start, limit: Int, for agent: Agent) -> SQL {
    let isDescending = sort.isDescending != start.isBackward
    let direction: SQL = isDescending ? " DESC" : ""
    let keys = [sort.column(in: view), "t.number"].compactMap { $0 }
    let order = SQL.joined(([view.lead].compactMap { $0 } + keys).map { "\($0)\(direction)" }, by: ", ")
    var beyond = SQL.empty
    if let cursor = start.cursor {
      let values = [cursor.key, cursor.number].compactMap { $0 }.map { value -> SQL in "\(value)" }
      let side: SQL = isDescending ? "<" : ">"
      beyond = " AND (\(SQL.joined(keys, by: ", "))) \(side) (\(SQL.joined(values, by: ", ")))"
    }
    return """
      SELECT \(columns) FROM \(tables)
      WHERE \(view.condition(for: agent))\(beyond) AND \(agent.ticketScope(for: .viewTickets))
      ORDER BY \(order) LIMIT \(limit)
      """
  }
}

extension ListQuery.Start {
  fileprivate var isBackward: Bool { if case .before = self { true } else { false } }
  fileprivate var cursor: ListQuery.Cursor? {
    switch self {
    case .top: nil
    case .after(let cursor), .before(let cursor): cursor
    }
  }
}

extension Agent {
  /// A page of a list, and where the ones around it begin.
  func listPage(_ query: ListQuery, now: Instant, in db: any Database) throws -> (
    query: ListQuery, rows: [TicketList.Row], previous: ListQuery?, next: ListQuery?
  ) {
    let size = TicketList.pageSize, floor = try Seen.floor(for: self, now: now, in: db)
    var query = query
    var found = try listRows(query, limit: size + 1, floor: floor, in: db)
    if case .before = query.start {
      if found.count > size {
        found = found.prefix(size).reversed()
        return (query, found, page(query, .before(found[0].cursor), by: -size), page(query, .after(found[size - 1].cursor), by: size))
      }
      // Fewer than a page before this place: the list begins here, so that its first page is a whole one.
      query = ListQuery(query.view, query.sort)
      found = try listRows(query, limit: size + 1, floor: floor, in: db)
    }
    let rows = Array(found.prefix(size))
    return (
      query, rows, query.start == .top ? nil : rows.first.map { page(query, .before($0.cursor), by: -size) },
      found.count > size ? page(query, .after(rows[size - 1].cursor), by: size) : nil
    )
  }

  private func page(_ query: ListQuery, _ start: ListQuery.Start, by step: Int) -> ListQuery {
    ListQuery(query.view, query.sort, start, rank: query.rank.map { max(1, $0 + Int64(step)) })
  }

  private func listRows(_ query: ListQuery, limit: Int, floor: Instant, in db: any Database) throws -> [TicketList.Row] {
    let key = query.sort.column(in: query.view)
    return try db.rows(
      query.statement(
        """
        \(TicketLine.columns), t.preview, t.risks, t.priority_id, t.channel, t.has_attachments, t.updated_at, s.seen_at,
          \(key ?? "t.number") AS place,
          CASE WHEN EXISTS (SELECT 1 FROM draft d WHERE d.ticket_number = t.number AND d.employee_id = \(id)) THEN 1 ELSE 0 END AS has_draft
        """,
        from: """
          ticket t \(TicketLine.joins) LEFT JOIN ticket_seen s ON s.employee_id = \(id) AND s.ticket_number = t.number
          """,
        at: query.start, limit: limit, for: self)
    ).map { try TicketList.Row($0, isKeyed: key != nil, floor: floor) }
  }

  /// Tickets beside one in a list, by the place that it has, or would have, there.
  func neighbours(of number: Int64, in list: ListQuery, _ db: any Database) throws -> (previous: Int64?, next: Int64?) {
    let key = list.sort.column(in: list.view)
    let place: Int64? = try key.flatMap { try db.value("SELECT \($0) FROM ticket t WHERE t.number = \(number)") }
    let cursor = ListQuery.Cursor(key: place, number: number)
    func one(_ start: ListQuery.Start) throws -> Int64? {
      try db.value(list.statement("t.number", from: "ticket t", at: start, limit: 1, for: self))
    }
    return (try one(.before(cursor)), try one(.after(cursor)))
  }

  /// Of tickets that were found for this agent: their tags, in the order of the alphabet.
  func tags(of tickets: [Int64], in db: any Database) throws -> [Int64: [String]] {
    var tags: [Int64: [String]] = [:]
    for row in try db.rows(
      """
      SELECT x.ticket_number, g.name FROM ticket_tag x JOIN tag g ON g.id = x.tag_id
      WHERE x.ticket_number IN (\(list: tickets)) ORDER BY g.key
      """)
    {
      tags[try row[0], default: []].append(try row[1])
    }
    return tags
  }

  /// The teams that have a view of their own for this agent: the agent's own first.
  func listedTeams(in db: any Database) throws -> [Choice] {
    guard let scope = rights[.viewTickets], scope >= .team else { return [] }
    let all = try allTeams(in: db)
    let own = all.filter { teams.contains($0.id) }
    return scope == .all ? own + all.filter { !teams.contains($0.id) } : own
  }
}

extension TicketList.Row {
  fileprivate init(_ row: Storage.Row, isKeyed: Bool, floor: Instant) throws {
    let (ticket, updatedAt, seenAt): (TicketLine, Instant, Instant?) = (try .init(row: row), try row["updated_at"], try row["seen_at"])
    self.init(
      ticket: ticket, preview: try row["preview"], risks: try Risks.decoded(row["risks"]), priorityID: try row["priority_id"],
      channel: try row["channel"], hasAttachments: try row["has_attachments"], updatedAt: updatedAt, hasDraft: try row["has_draft"],
      isUnread: !ticket.category.isFinished && updatedAt > max(floor, seenAt ?? floor),
      cursor: .init(key: isKeyed ? try row["place"] : nil, number: ticket.number))
  }
}
