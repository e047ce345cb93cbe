import Storage

/// To whom an employee may give a new ticket: as far as the right to change tickets reaches. Without that right the ticket
/// goes to the team that takes what nobody was named for.
struct AssignmentReach: Sendable {
  let teams: [Choice]
  let assignees: [Choice]
  /// Chosen in an empty form.
  let team: Int64?

  static func load(for agent: Agent, in db: any Database) throws -> AssignmentReach {
    guard let scope = agent.rights[.changeTickets] else { return AssignmentReach(teams: [], assignees: [], team: nil) }
    let (all, everybody) = (try agent.allTeams(in: db), try agent.assignees(in: db))
    let own = all.filter { agent.teams.contains($0.id) }
    let team = own.first?.id ?? (scope == .all ? all.first?.id : nil)
    switch scope {
    case .all: return AssignmentReach(teams: all, assignees: everybody, team: team)
    case .team:
      let members: [Int64] = try db.values("SELECT employee_id FROM team_member WHERE team_id IN (\(list: agent.teams))")
      let near = Set(members).union([agent.id])
      return AssignmentReach(teams: own, assignees: everybody.filter { near.contains($0.id) }, team: team)
    case .own: return AssignmentReach(teams: own, assignees: everybody.filter { $0.id == agent.id }, team: team)
    }
  }

  /// - Parameters: as a form sends them; `nil` for a field that it did not have.
  func hands(team: String?, assignee: String?) throws -> (team: Int64?, assignee: Int64?) {
    let hands = (team: try Self.chosen(team, "team", teams), assignee: try Self.chosen(assignee, "assignee", assignees))
    let isAsked = !(teams.isEmpty && assignees.isEmpty) && team != nil && assignee != nil
    if isAsked, hands.team == nil, hands.assignee == nil { throw Refusal.invalid("assignee", "error.nobodyAssigned") }
    return hands
  }

  private static func chosen(_ text: String?, _ field: String, _ choices: [Choice]) throws -> Int64? {
    guard let text, !text.isEmpty else { return nil }
    guard let id = Int64(text), choices.contains(where: { $0.id == id }) else { throw Refusal.invalid(field, "newTicket.beyondReach") }
    return id
  }
}
