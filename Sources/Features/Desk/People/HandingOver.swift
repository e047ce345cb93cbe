import Storage

/// Who goes on with the open tickets of somebody who leaves. What is finished stays with whoever finished it; when it is worked on
/// again, `findSomebody` gives it to its team.
package enum HandOver: Sendable, Equatable {
  /// Each ticket's own team; the first team for tickets without one.
  case theirTeams
  case employee(Int64)
  case team(Int64)

  /// As many as one transaction may hold; a job does the rest, as many at a time.
  static let step = 100

  func run(from employee: Int64, by actor: Actor, in change: Transaction) throws {
    let first = try Team.first(in: change.db)
    let open = try Ticket.open(of: employee, limit: Self.step, in: change)
    for var ticket in open {
      switch self {
      case .theirTeams: try ticket.assign(to: nil, team: ticket.teamID ?? first, by: actor, in: change)
      case .employee(let other): try ticket.assign(to: other, team: ticket.teamID, by: actor, in: change)
      case .team(let team): try ticket.assign(to: nil, team: team, by: actor, in: change)
      }
    }
    if open.count == Self.step { try change.enqueue(HandOverTickets(employee, to: self, by: actor), key: String(employee)) }
  }

  /// Whoever should go on may have left in turn.
  fileprivate func orTheirTeams(in db: any Database) throws -> HandOver {
    switch self {
    case .employee(let other): try Ticket.canBeAssigned(to: other, in: db) ? self : .theirTeams
    case .team(let team): try Team.problem(receiving: team, in: db) == nil ? self : .theirTeams
    case .theirTeams: self
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

extension HandOver {
  fileprivate var text: String {
    switch self {
    case .theirTeams: ""
    case .employee(let id): "employee-\(id)"
    case .team(let id): "team-\(id)"
    }
  }
}

/// The rest of what somebody who left had open.
struct HandOverTickets: Job {
  static let kind = "employee.handOver"
  let employee: Int64
  let to: String
  let actorKind: String
  let actorID: Int64?

  init(_ employee: Int64, to handOver: HandOver, by actor: Actor) {
    self.employee = employee
    to = handOver.text
    (actorKind, actorID) = (actor.kind, actor.id)
  }

  func run(in world: World) async throws {
    try await world.write { change in
      // Whoever came back goes on with what is left.
      guard try change.db.exists("SELECT 1 FROM employee WHERE id = \(employee) AND is_active = 0") else { return }
      let handOver = try (HandOver(to) ?? .theirTeams).orTheirTeams(in: change.db)
      try handOver.run(from: employee, by: Actor(kind: actorKind, id: actorID), in: change)
    }
  }
}
