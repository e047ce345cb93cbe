import Storage

/// How many tickets each view holds: kept up to date by each change, never counted on a page.
package enum TicketCounts {
  static func buckets(of ticket: Ticket?) -> [String] {
    guard let ticket else { return [] }
    guard ticket.isOpen else { return ["done"] }
    var buckets = ["open"]
    if let assignee = ticket.assigneeID { buckets.append("mine:\(assignee)") } else { buckets.append("free") }
    if let team = ticket.teamID { buckets.append("team:\(team)") }
    if ticket.isAtRisk { buckets.append("risk") }
    return buckets
  }

  /// Counters are changed in the order of their names, so that two transactions cannot wait for each other in a circle.
  static func move(from before: Ticket?, to after: Ticket, in db: any Database) throws {
    let (old, new) = (Set(buckets(of: before)), Set(buckets(of: after)))
    guard old != new else { return }
    let shard = after.number % db.dialect.counterShards
    for bucket in old.symmetricDifference(new).sorted() {
      try db.run(
        """
        INSERT INTO ticket_count (bucket, shard, count) VALUES (\(bucket), \(shard), \(new.contains(bucket) ? 1 : -1))
        ON CONFLICT (bucket, shard) DO UPDATE SET count = ticket_count.count + excluded.count
        """)
    }
  }
}

extension Agent {
  /// Counts by bucket. Only an agent who sees all tickets is shown totals; a narrower scope would learn of others' tickets.
  package func ticketCounts(_ buckets: [String], in db: any Database) throws -> [String: Int64] {
    guard rights[.viewTickets] == .all else {
      let mine: Int64 = try db.value("SELECT coalesce(sum(count), 0) FROM ticket_count WHERE bucket = \("mine:\(id)")") ?? 0
      return ["mine:\(id)": mine]
    }
    var counts: [String: Int64] = [:]
    for row in try db.rows("SELECT bucket, sum(count) AS count FROM ticket_count WHERE bucket IN (\(list: buckets)) GROUP BY bucket") {
      counts[try row[0]] = try row[1] as Int64
    }
    return counts
  }
}
