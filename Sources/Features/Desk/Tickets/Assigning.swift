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
    // A closed ticket of an archived team may get an assignee and stay that team's.
    if let team, team != teamID, let problem = try Team.problem(receiving: team, in: change.db) { throw Refusal.invalid("team", problem) }
    let before = self
    assigneeID = assignee
    teamID = team
    try save(over: before, in: change)
    try recordAssignment(since: before, by: actor, in: change)
    self = try Ticket.forDesk(number, in: change) ?? self
  }

  /// Nothing when the ticket is whose it was.
  func recordAssignment(since before: Ticket, by actor: Actor, in change: Transaction) throws {
    let changes = Event.Change.differing([
      ("assignee", before.assigneeID.map(String.init), assigneeID.map(String.init)),
      ("team", before.teamID.map(String.init), teamID.map(String.init)),
    ])
    guard !changes.isEmpty else { return }
    try change.record([Event(.assigned, of: .ticket(number), by: actor, changes: changes, facts: ["rev": String(rev)])])
  }

  private static func require(assignee: Int64, in db: any Database) throws {
    if try !canBeAssigned(to: assignee, in: db) { throw Refusal.invalid("assignee", "error.cannotBeAssigned") }
  }

  static func canBeAssigned(to employee: Int64, in db: any Database) throws -> Bool {
    try db.exists(
      """
      SELECT 1 FROM employee e JOIN role_right r ON r.role_id = e.role_id AND r.right_key = 'tickets.change'
      WHERE e.id = \(employee) AND e.is_active = 1
      """)
  }
}
