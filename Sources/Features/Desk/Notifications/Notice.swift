import Storage

/// One thing that one employee is told of.
package struct Notice: Sendable {
  package enum Kind: String, Sendable, CaseIterable, ColumnValue {
    /// A new ticket, or one that was handed to the team.
    case opened
    case assigned
    case clientWrote
    /// A colleague answered the client.
    case replied
    case noted
    /// A deadline comes near or has passed.
    case alarmed
    /// No deadline is near, but the client or the ticket waits too long.
    case attention
    /// Its return time has come.
    case takenUpAgain
    /// A reply did not reach the client.
    case mailFailed

    /// Told of something that clients do not see.
    package var isInternal: Bool { self == .noted }
    /// What can wait for the next look into the desk fills nobody's mail, unless it is wished.
    package var isMailedAtFirst: Bool { self != .replied }
    /// Waiting would defeat it.
    package var isUrgent: Bool { self == .alarmed }
  }

  package let id: Int64
  package let kind: Kind
  package let ticket: Int64
  package let subject: String
  /// Who caused it; `nil` for the desk itself.
  package let who: String?
  package let facts: [String: String]
  package let at: Instant
  package let isRead: Bool
}

extension Agent {
  static let mostUnread: Int64 = 100

  /// How many are unread, up to `mostUnread`: nobody counts further.
  func unreadNotices(in db: any Database) throws -> Int64 {
    let seen: SQL =
      rights[.viewTickets] == .all
      ? .empty : "AND EXISTS (SELECT 1 FROM ticket t WHERE t.number = notification.ticket_number AND \(ticketScope(for: .viewTickets)))"
    return try db.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM notification WHERE employee_id = \(id) AND in_desk = 1 AND read_at IS NULL \(seen)
        LIMIT \(Self.mostUnread)) AS counted
      """) ?? 0
  }

  /// One's own, newest first. Of tickets that one does not see any more nothing is told.
  func notices(before: Int64 = .max, unreadOnly: Bool = false, limit: Int, in db: any Database) throws -> [Notice] {
    let unread: SQL = unreadOnly ? "AND n.read_at IS NULL" : .empty
    return try db.rows(
      """
      \(Notice.selection) WHERE n.employee_id = \(id) AND n.in_desk = 1 AND n.id < \(before) \(unread)
        AND \(ticketScope(for: .viewTickets)) ORDER BY n.id DESC LIMIT \(limit)
      """
    ).map(Notice.init)
  }

  func readNotice(_ notice: Int64, in change: Transaction) throws {
    guard try change.db.exists("SELECT 1 FROM notification WHERE id = \(notice) AND employee_id = \(id)") else { throw Refusal.notFound }
    try readNotices(where: "AND id = \(notice)", in: change)
  }

  package func readNotices(in change: Transaction) throws { try readNotices(where: .empty, in: change) }

  fileprivate func readNotices(of ticket: Int64, in change: Transaction) throws {
    try readNotices(where: "AND ticket_number = \(ticket)", in: change)
  }

  fileprivate func hasUnreadNotice(of ticket: Int64, in db: any Database) throws -> Bool {
    try db.exists(
      "SELECT 1 FROM notification WHERE employee_id = \(id) AND in_desk = 1 AND read_at IS NULL AND ticket_number = \(ticket) LIMIT 1")
  }

  private func readNotices(where which: SQL, in change: Transaction) throws {
    let changed = try change.db.run(
      "UPDATE notification SET read_at = \(change.now) WHERE employee_id = \(id) AND in_desk = 1 AND read_at IS NULL \(which)")
    if changed > 0 { try change.db.signal("me\(id) read") }
  }
}

extension Visit {
  /// Whoever has the ticket before the eyes has read what the bell tells of it. Reading what was read already costs no commit.
  func readNotices(of ticket: Int64) async throws {
    let agent = try agent
    guard try await world.read({ try agent.hasUnreadNotice(of: ticket, in: $0) }) else { return }
    try await world.write { try agent.readNotices(of: ticket, in: $0) }
  }
}

extension Notice {
  static let selection: SQL = """
    SELECT n.id, n.kind, n.ticket_number, n.at, n.read_at, t.subject, v.facts, v.actor_kind, e.name AS employee_name, c.name AS contact_name
    FROM notification n JOIN ticket t ON t.number = n.ticket_number JOIN event v ON v.id = n.event_id
    LEFT JOIN employee e ON v.actor_kind = 'employee' AND e.id = v.actor_id
    LEFT JOIN contact c ON v.actor_kind = 'contact' AND c.id = v.actor_id
    """

  init(row: Row) throws {
    let readAt: Instant? = try row["read_at"]
    let (employee, contact): (String?, String?) = (try row["employee_name"], try row["contact_name"])
    self.init(
      id: try row["id"], kind: try row["kind"], ticket: try row["ticket_number"], subject: try row["subject"], who: employee ?? contact,
      facts: try Event.facts(row["facts"]), at: try row["at"], isRead: readAt != nil)
  }
}
