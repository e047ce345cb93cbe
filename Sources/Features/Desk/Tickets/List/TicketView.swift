import Storage

/// One of the lists of tickets that the desk keeps: what belongs to it, and under which name it is counted.
package enum TicketView: Hashable, Sendable {
  case mine, unassigned, open, risk, done
  case team(Int64)

  package static let common: [TicketView] = [.mine, .unassigned, .open, .risk, .done]

  /// In addresses.
  package var text: String {
    switch self {
    case .mine: "mine"
    case .unassigned: "unassigned"
    case .open: "open"
    case .risk: "risk"
    case .done: "done"
    case .team(let id): "team-\(id)"
    }
  }

  package init?(_ text: String) {
    if let view = Self.common.first(where: { $0.text == text }) {
      self = view
    } else if text.hasPrefix("team-"), let id = Int64(text.dropFirst(5)), id > 0 {
      self = .team(id)
    } else {
      return nil
    }
  }

  /// What somebody finds who asked for no view: who is never assigned anything has nothing of the own to see.
  static func usual(for agent: Agent) -> TicketView { agent.may(.changeTickets) ? .mine : .open }

  func bucket(for agent: Agent) -> String {
    switch self {
    case .mine: "mine:\(agent.id)"
    case .unassigned: "free"
    case .open, .risk, .done: text
    case .team(let id): "team:\(id)"
    }
  }

  /// Over `ticket t`. Each is what the indexes of its view are cut to (`ListSchema`).
  func condition(for agent: Agent) -> SQL {
    switch self {
    case .mine: "t.is_open = 1 AND t.assignee_id = \(agent.id)"
    case .unassigned: "t.is_open = 1 AND t.assignee_id IS NULL"
    case .open: "t.is_open = 1"
    case .risk: "t.is_at_risk = 1"
    case .done: "t.is_open = 0"
    case .team(let id): "t.is_open = 1 AND t.team_id = \(id)"
    }
  }

  /// The column that leads the view's indexes. It is the same in all rows; named in the order, it lets one index
  /// serve the tickets of everybody and of nobody: PostgreSQL does not see that `IS NULL` holds a column still.
  var lead: SQL? {
    switch self {
    case .mine, .unassigned: "t.assignee_id"
    case .team: "t.team_id"
    case .open, .risk, .done: nil
    }
  }
}
