import Storage

/// A page of tickets, the newest number first.
package struct TicketList: Sendable {
  package enum View: String, Sendable, CaseIterable {
    case mine, unassigned, open, risk, done
  }

  package struct Row: Sendable {
    let number: Int64
    let subject: String
    let preview: String
    let status: Int64
    let category: StatusCategory
    let requester: String?
    let company: String?
    let assignee: String?
    let updatedAt: Instant
  }

  static let pageSize = 50

  let view: View
  let rows: [Row]
  /// The number to go on from, when there is more.
  let next: Int64?
  let counts: [String: Int64]
}

extension TicketList.View {
  func bucket(for agent: Agent) -> String {
    switch self {
    case .mine: "mine:\(agent.id)"
    case .unassigned: "free"
    case .open: "open"
    case .risk: "risk"
    case .done: "done"
    }
  }

  fileprivate func condition(for agent: Agent) -> SQL {
    switch self {
    case .mine: "t.is_open = 1 AND t.assignee_id = \(agent.id)"
    case .unassigned: "t.is_open = 1 AND t.assignee_id IS NULL"
    case .open: "t.is_open = 1"
    case .risk: "t.is_at_risk = 1"
    case .done: "t.is_open = 0"
    }
  }
}

extension Agent {
  /// The tickets of a view that this agent may see. `before` is the number to go on from.
  package func ticketList(_ view: TicketList.View, before: Int64 = .max, in db: any Database) throws -> TicketList {
    let found = try db.rows(
      """
      SELECT t.number, t.subject, t.preview, t.status_id, t.category, c.name AS requester, k.name AS company, e.name AS assignee, t.updated_at
      FROM ticket t LEFT JOIN contact c ON c.id = t.requester_id LEFT JOIN company k ON k.id = t.company_id
        LEFT JOIN employee e ON e.id = t.assignee_id
      WHERE \(view.condition(for: self)) AND t.number < \(before) AND \(ticketScope(for: .viewTickets))
      ORDER BY t.number DESC LIMIT \(TicketList.pageSize + 1)
      """
    ).map(TicketList.Row.init)
    let rows = Array(found.prefix(TicketList.pageSize))
    return TicketList(
      view: view, rows: rows, next: found.count > rows.count ? rows.last?.number : nil,
      counts: try ticketCounts(TicketList.View.allCases.map { $0.bucket(for: self) }, in: db))
  }
}

extension TicketList.Row {
  fileprivate init(_ row: Storage.Row) throws {
    self.init(
      number: try row[0], subject: try row[1], preview: try row[2], status: try row[3], category: try row[4], requester: try row[5],
      company: try row[6], assignee: try row[7], updatedAt: try row[8])
  }
}
