import Storage

/// Who goes on with the open tickets of somebody who leaves.
package enum HandOver: Sendable, Equatable {
  /// Each ticket's own team; the first team for tickets without one.
  case theirTeams
  case employee(Int64)
  case team(Int64)

  func run(from employee: Int64, by actor: Actor, in change: Transaction) throws {
    let first: Int64? = try change.db.value("SELECT min(id) FROM team WHERE is_active = 1")
    let open: [Int64] = try change.db.values("SELECT number FROM ticket WHERE assignee_id = \(employee) AND is_open = 1 ORDER BY number")
    for number in open {
      guard var ticket = try Ticket.forDesk(number, in: change) else { continue }
      switch self {
      case .theirTeams: try ticket.assign(to: nil, team: ticket.teamID ?? first, by: actor, in: change)
      case .employee(let other): try ticket.assign(to: other, team: ticket.teamID, by: actor, in: change)
      case .team(let team): try ticket.assign(to: nil, team: team, by: actor, in: change)
      }
    }
  }

  /// `employee-7`, `team-2`, or empty.
  init?(_ text: String) {
    let halves = text.split(separator: "-")
    switch (halves.first, halves.count == 2 ? Int64(halves[1]) : nil) {
    case (nil, _): self = .theirTeams
    case ("employee", let id?): self = .employee(id)
    case ("team", let id?): self = .team(id)
    default: return nil
    }
  }
}
