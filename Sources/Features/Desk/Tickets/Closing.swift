import Storage

extension Ticket {
  /// Closing a closed ticket does nothing, so a double click leaves one event.
  package mutating func close(by actor: Actor, in change: Transaction) throws {
    guard category != .closed else { return }
    try setStatus(first: .closed, by: actor, in: change)
  }

  /// Somebody works on it again. A ticket that is open already stays as it is.
  package mutating func reopen(by actor: Actor, in change: Transaction) throws {
    guard !isOpen else { return }
    try setStatus(first: .open, by: actor, in: change)
  }

  /// A client who asked and never got a public answer should not find the ticket done without somebody having thought of it.
  package func wouldEndUnanswered(with category: StatusCategory, in db: any Database) throws -> Bool {
    guard isOpen, category == .done || category == .closed, answeredAt == nil, requesterID != nil else { return false }
    return try !db.exists(
      """
      SELECT 1 FROM message WHERE ticket_number = \(number) AND kind = 'public' AND author_kind = 'employee'
        AND id > (SELECT min(id) FROM message WHERE ticket_number = \(number)) LIMIT 1
      """)
  }
}
