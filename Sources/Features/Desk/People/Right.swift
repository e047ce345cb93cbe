import Storage

/// What a role may allow. New features add cases; roles are data, so a case costs nothing until a role has it.
package enum Right: String, Sendable, CaseIterable, ColumnValue {
  case viewTickets = "tickets.view"
  case createTickets = "tickets.create"
  case changeTickets = "tickets.change"
  case replyToTickets = "tickets.reply"
  case noteOnTickets = "tickets.note"
  case viewNotes = "tickets.notes"
  case viewClients = "clients.view"
  case changeClients = "clients.change"
  case viewMail = "mail.view"
  case changeSettings = "settings.change"
  case viewSettings = "settings.view"
  case changePeople = "people.change"
  case viewAudit = "audit.view"

  /// Rights that mean nothing without saying on which tickets.
  var isScoped: Bool { rawValue.hasPrefix("tickets.") }
}

/// On which tickets a right holds.
package enum Scope: String, Sendable, ColumnValue, Comparable {
  case own, team, all
  private var width: Int { self == .own ? 0 : self == .team ? 1 : 2 }
  package static func < (left: Scope, right: Scope) -> Bool { left.width < right.width }
}

/// The roles that a desk begins with; afterwards they are rows like any other.
enum ReadyRole: String, CaseIterable {
  case administrator, agent, auditor

  var rights: [Right] {
    switch self {
    case .administrator: Right.allCases
    case .agent:
      [.viewTickets, .createTickets, .changeTickets, .replyToTickets, .noteOnTickets, .viewNotes, .viewClients, .changeClients, .viewMail]
    case .auditor: [.viewTickets, .viewNotes, .viewClients, .viewMail, .viewSettings, .viewAudit]
    }
  }
}
