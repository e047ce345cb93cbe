import Desk

/// Who asks. What each may do is written down here once more, apart from the program's own roles: a role that grew by mistake
/// is found by comparing the two.
enum Person: String, CaseIterable, Sendable {
  case stranger, administrator, agent, auditor
  /// Everything, on the tickets of the team Field.
  case team
  /// Everything, on one's own tickets and on those that one observes.
  case own
  /// Sees all tickets, but answers and reads notes on those of the team Field only; knows nothing of clients.
  case narrow

  var rights: [Right: Scope] {
    switch self {
    case .stranger: [:]
    case .administrator:
      all([
        .viewTickets, .createTickets, .changeTickets, .replyToTickets, .noteOnTickets, .viewNotes, .viewClients, .changeClients, .viewMail,
        .changeSettings, .viewSettings, .changePeople, .viewAudit,
      ])
    case .agent:
      all([
        .viewTickets, .createTickets, .changeTickets, .replyToTickets, .noteOnTickets, .viewNotes, .viewClients, .changeClients, .viewMail,
      ])
    case .auditor: all([.viewTickets, .viewNotes, .viewClients, .viewMail, .viewSettings, .viewAudit])
    case .team: tickets(.team).merging(all([.viewMail])) { $1 }
    case .own: tickets(.own).merging(all([.viewMail])) { $1 }
    case .narrow: [.viewTickets: .all, .viewNotes: .team, .replyToTickets: .team, .viewMail: .all]
    }
  }

  /// Ready roles have these; the others are made as data.
  var isReady: Bool { [.administrator, .agent, .auditor].contains(self) }

  private func all(_ rights: [Right]) -> [Right: Scope] { Dictionary(uniqueKeysWithValues: rights.map { ($0, Scope.all) }) }

  private func tickets(_ scope: Scope) -> [Right: Scope] {
    let rights: [Right] = [.viewTickets, .createTickets, .changeTickets, .replyToTickets, .noteOnTickets, .viewNotes]
    return Dictionary(uniqueKeysWithValues: rights.map { ($0, scope) })
  }
}

/// The tickets of the matrix, and what the rules say of each.
enum Place: String, CaseIterable, Sendable {
  /// Belongs to the person with the role `own`, in the team Field.
  case own
  /// Belongs to the team Field; the person with the role `own` observes it.
  case team
  /// Belongs to Anna in the team Support.
  case foreign

  func isSeen(by person: Person) -> Bool { isWithin(person.rights[.viewTickets], observing: true, person) }
  func showsNotes(to person: Person) -> Bool { isSeen(by: person) && isWithin(person.rights[.viewNotes], observing: true, person) }
  /// Whoever only reads along may change nothing.
  func allows(_ right: Right, to person: Person) -> Bool { isWithin(person.rights[right], observing: false, person) }

  private func isWithin(_ scope: Scope?, observing: Bool, _ person: Person) -> Bool {
    switch scope {
    case nil: false
    case .all: true
    case .team: self != .foreign && (person == .team || person == .own || person == .narrow)
    case .own: person == .own && (self == .own || observing && self == .team)
    }
  }
}
