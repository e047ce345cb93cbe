import Storage

extension Event.Kind {
  package static let assigned = Event.Kind("ticket.assigned")
}

extension Ticket {
  /// Gives the ticket to a person, a team, or both; never to nobody.
  package mutating func assign(to assignee: Int64?, team: Int64?, by actor: Actor, in change: Transaction) throws {
    guard assignee != assigneeID || team != teamID else { return }
    guard assignee != nil || team != nil || category == .closed else { throw Refusal.invalid("assignee", "error.nobodyAssigned") }
    if let assignee { try Self.require(assignee: assignee, in: change.db) }
    if let team, try !change.db.exists("SELECT 1 FROM team WHERE id = \(team)") { throw Refusal.invalid("team", "error.unknownChoice") }
    let before = self
    assigneeID = assignee
    teamID = team
    try save(over: before, in: change)
    var changes: [Event.Change] = []
    if before.assigneeID != assignee { changes.append(.init("assignee", before.assigneeID.map(String.init), assignee.map(String.init))) }
    if before.teamID != team { changes.append(.init("team", before.teamID.map(String.init), team.map(String.init))) }
    try change.record([Event(.assigned, of: .ticket(number), by: actor, changes: changes, facts: ["rev": String(rev)])])
    self = try Ticket.forDesk(number, in: change) ?? self
  }

  private static func require(assignee: Int64, in db: any Database) throws {
    let may = try db.exists(
      """
      SELECT 1 FROM employee e JOIN role_right r ON r.role_id = e.role_id AND r.right_key = 'tickets.change'
      WHERE e.id = \(assignee) AND e.is_active = 1
      """)
    if !may { throw Refusal.invalid("assignee", "error.cannotBeAssigned") }
  }
}
