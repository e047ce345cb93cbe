import Storage

/// How many tickets each view holds, and how many of them are late: kept up to date by each change, never counted on a page.
package enum TicketCounts {
  /// Before the name of a bucket: those of it that are late.
  static let late = "late:"

  static func buckets(of ticket: Ticket?) -> [String] {
    guard let ticket else { return [] }
    guard ticket.isOpen else { return ["done"] }
    var buckets = ["open"]
    if let assignee = ticket.assigneeID { buckets.append("mine:\(assignee)") } else { buckets.append("free") }
    if let team = ticket.teamID { buckets.append("team:\(team)") }
    if ticket.isAtRisk { buckets.append("risk") }
    return ticket.isLate ? buckets + buckets.map { late + $0 } : buckets
  }

  /// Counters are changed in the order of their names, so that two transactions cannot wait for each other in a circle.
  static func move(from before: Ticket?, to after: Ticket, in db: any Database) throws {
    let (old, new) = (buckets(of: before), buckets(of: after))
    guard old != new else { return }
    let moved = Set(old).symmetricDifference(new).sorted()
    let shard = after.number % db.dialect.counterShards
    let rows = moved.map { bucket -> SQL in "(\(bucket), \(shard), \(new.contains(bucket) ? 1 : -1))" }
    try db.run(
      """
      INSERT INTO ticket_count (bucket, shard, count) VALUES \(SQL.joined(rows, by: ", "))
      ON CONFLICT (bucket, shard) DO UPDATE SET count = ticket_count.count + excluded.count
      """)
  }

  fileprivate static func sums(of buckets: [String], in db: any Database) throws -> [String: Int64] {
    var sums: [String: Int64] = [:]
    for row in try db.rows("SELECT bucket, sum(count) AS count FROM ticket_count WHERE bucket IN (\(list: buckets)) GROUP BY bucket") {
      sums[try row[0]] = try row[1] as Int64
    }
    return sums
  }
}

/// What the views column shows beside a view.
package struct ViewCount: Sendable, Equatable {
  package var total: Int64 = 0
  package var late: Int64 = 0
}

extension Agent {
  /// Only of views that hold nothing but what this agent sees: in a narrower scope the total of a view would tell of others' tickets.
  package func viewCounts(of views: [TicketView], in db: any Database) throws -> [TicketView: ViewCount] {
    let countable = views.filter(maySeeAll)
    let buckets = countable.map { $0.bucket(for: self) }
    let sums = try TicketCounts.sums(of: buckets + buckets.map { TicketCounts.late + $0 }, in: db)
    let counts = zip(countable, buckets).map { ($0, ViewCount(total: sums[$1] ?? 0, late: sums[TicketCounts.late + $1] ?? 0)) }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  /// How many open tickets each of these employees has, of those of whom this agent may know it.
  package func load(of employees: [Int64], in db: any Database) throws -> [Int64: Int64] {
    let known = rights[.viewTickets] == .all ? employees : employees.filter { $0 == id }
    let sums = try TicketCounts.sums(of: known.map { "mine:\($0)" }, in: db)
    return Dictionary(known.map { ($0, sums["mine:\($0)"] ?? 0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether every ticket of the view is in this agent's scope.
  private func maySeeAll(of view: TicketView) -> Bool {
    switch rights[.viewTickets] {
    case .all: true
    case .team: if case .team(let id) = view { teams.contains(id) } else { view == .mine }
    case .own: view == .mine
    case nil: false
    }
  }
}
