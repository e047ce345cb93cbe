import Storage

extension Event.Kind {
  package static let fieldsChanged = Event.Kind("ticket.fieldsChanged")
}

extension Ticket {
  /// The fields that a form may change at once; a field that is `nil` stays as it is.
  package struct Edit: Sendable {
    package var subject: String?
    package var typeID: Int64?
    package var priorityID: Int64?
    /// `.some(nil)` empties it.
    package var requesterID: Int64??
    package var companyID: Int64??
    package init() {}
  }

  package mutating func edit(_ edit: Edit, by actor: Actor, in change: Transaction) throws {
    let before = self
    if let subject = edit.subject {
      let trimmed = subject.trimmingCharacters(in: .whitespacesAndNewlines)
      guard !trimmed.isEmpty else { throw Refusal.invalid("subject", "error.subjectMissing") }
      guard trimmed.count <= NewTicket.longestSubject else {
        throw Refusal.invalid("subject", "error.tooLong", ["limit": String(NewTicket.longestSubject)])
      }
      self.subject = trimmed
    }
    typeID = edit.typeID ?? typeID
    priorityID = edit.priorityID ?? priorityID
    if let requester = edit.requesterID { requesterID = requester }
    if let company = edit.companyID { companyID = company }
    let changes = before.differences(to: self)
    guard !changes.isEmpty else { return }
    do {
      try save(over: before, in: change)
    } catch StorageError.constraint(.foreignKey, _), StorageError.constraint(.notNull, _) {
      // A priority that is not there has no weight either.
      throw Refusal.invalid("", "error.unknownChoice")
    }
    if before.subject != subject { try Search.rename(self, from: before.subject, in: change.db) }
    try change.record([Event(.fieldsChanged, of: .ticket(number), by: actor, changes: changes, facts: ["rev": String(rev)])])
    self = try Ticket.forDesk(number, in: change) ?? self
  }

  private func differences(to other: Ticket) -> [Event.Change] {
    func text(_ id: Int64?) -> String? { id.map(String.init) }
    let pairs: [(String, String?, String?)] = [
      ("subject", subject, other.subject), ("type", text(typeID), text(other.typeID)),
      ("priority", text(priorityID), text(other.priorityID)),
      ("requester", text(requesterID), text(other.requesterID)), ("company", text(companyID), text(other.companyID)),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { Event.Change($0.0, $0.1, $0.2) }
  }
}
