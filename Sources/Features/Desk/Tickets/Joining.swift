import Storage

extension Event.Kind {
  /// The conversation became a part of another ticket. Fact: into.
  package static let joined = Event.Kind("ticket.joined")
  /// Another ticket's conversation became a part of this one. Fact: from.
  package static let tookIn = Event.Kind("ticket.tookIn")
  /// The ticket that a mail named has nothing to do with this one.
  package static let keptApart = Event.Kind("ticket.keptApart")
}

extension Ticket {
  /// What waits for an employee's judgement: a mail named another ticket without proof of belonging to it.
  package var isToBeJudged: Bool { relation == .named && relatedNumber != nil && joinedNumber == nil }

  /// The conversation of this ticket goes over to another one, whose requester keeps it; this one's requester observes it from
  /// now on. The number stays and leads there.
  package mutating func join(_ other: inout Ticket, by actor: Actor, in change: Transaction) throws {
    guard number != other.number, joinedNumber == nil, other.joinedNumber == nil else { throw Refusal.conflict("ticket.join.impossible") }
    let count = try move(to: other, in: change)
    try moveObservers(to: other, in: change)
    let (before, otherBefore) = (self, other)
    other.messageCount += Int64(count)
    other.hasAttachments = other.hasAttachments || hasAttachments
    if !preview.isEmpty { other.preview = preview }
    other.awaitingSince = [other.awaitingSince, isOpen ? awaitingSince ?? (answeredAt == nil ? createdAt : nil) : nil].compactMap { $0 }
      .min()
    try other.save(over: otherBefore, in: change)
    joinedNumber = other.number
    messageCount = 0
    hasAttachments = false
    try save(over: before, in: change)
    try close(by: actor, in: change)
    try change.record([
      Event(.joined, of: .ticket(number), by: actor, facts: ["into": String(other.number)]),
      Event(.tookIn, of: .ticket(other.number), by: actor, facts: ["from": String(number)]),
    ])
    other = try Ticket.forDesk(other.number, in: change) ?? other
    if !other.isOpen { try other.setStatus(first: .open, by: actor, in: change) }
    self = try Ticket.forDesk(number, in: change) ?? self
  }

  private func move(to other: Ticket, in change: Transaction) throws -> Int {
    try change.db.run("UPDATE attachment SET ticket_number = \(other.number) WHERE ticket_number = \(number) AND message_id IS NOT NULL")
    return try change.db.run("UPDATE message SET ticket_number = \(other.number) WHERE ticket_number = \(number)")
  }

  private func moveObservers(to other: Ticket, in change: Transaction) throws {
    for row in try change.db.rows("SELECT kind, observer_id FROM ticket_observer WHERE ticket_number = \(number) LIMIT 1000") {
      try other.add(Observer(try row[0], try row[1]), in: change)
    }
    if let requesterID, requesterID != other.requesterID { try other.add(Observer(.contact, requesterID), in: change) }
  }

  /// The two have nothing to do with each other.
  package mutating func keepApart(by actor: Actor, in change: Transaction) throws {
    guard isToBeJudged, let related = relatedNumber else { return }
    let before = self
    relatedNumber = nil
    relation = nil
    try save(over: before, in: change)
    try change.record(Event(.keptApart, of: .ticket(number), by: actor, facts: ["from": String(related)]))
    self = try Ticket.forDesk(number, in: change) ?? self
  }
}
