import Storage

extension Event.Kind {
  package static let statusChanged = Event.Kind("ticket.statusChanged")
}

extension Ticket {
  /// Setting the status that the ticket has does nothing, so a double click leaves one event.
  package mutating func setStatus(_ id: Int64, by actor: Actor, in change: Transaction) throws {
    guard id != statusID else { return }
    guard let category = try Self.category(of: id, in: change.db) else {
      throw Refusal.invalid("status", "error.unknownChoice")
    }
    let before = self
    move(to: id, category: category, at: change.now)
    if category == .done { nextAt = try closing(in: change.db) }
    if isOpen, !before.isOpen { try findSomebody(in: change.db) }
    try save(over: before, in: change)
    try appoint(in: change)
    try change.record([
      Event(
        .statusChanged, of: .ticket(number), by: actor,
        changes: [.init("status", String(before.statusID), String(id)), .init("category", before.category.rawValue, category.rawValue)],
        facts: ["rev": String(rev)])
    ])
    try recordAssignment(since: before, by: .desk, in: change)
    self = try Ticket.forDesk(number, in: change) ?? self
  }

  package mutating func setStatus(first category: StatusCategory, by actor: Actor, in change: Transaction) throws {
    try setStatus(Self.firstStatus(of: category, in: change.db), by: actor, in: change)
  }

  static func firstStatus(of category: StatusCategory, in db: any Database) throws -> Int64 {
    guard let id: Int64 = try db.value("SELECT id FROM status WHERE category = \(category) ORDER BY position LIMIT 1") else {
      throw Refusal.conflict("error.noSuchStatus")
    }
    return id
  }

  static func category(of status: Int64, in db: any Database) throws -> StatusCategory? {
    try db.value("SELECT category FROM status WHERE id = \(status)")
  }

  /// The rule, without a database: what a status means for the ticket's dates.
  package mutating func move(to status: Int64, category new: StatusCategory, at now: Instant) {
    statusID = status
    category = new
    statusSince = now
    postponedUntil = new == .postponed ? now.adding(milliseconds: Self.usualPause) : nil
    if isOpen {
      completedAt = nil
      closedAt = nil
    } else {
      completedAt = completedAt ?? now
      awaitingSince = nil
      risks = []
    }
    if new == .closed {
      closedAt = now
      nextAt = nil
    } else {
      nextAt = nextAt ?? now.adding(milliseconds: Self.untouchedLimit)
    }
  }
}
