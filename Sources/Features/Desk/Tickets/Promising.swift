import Storage

extension Ticket {
  /// What the service levels found out about this ticket's deadlines: facts for lists and for the promise that nothing
  /// is forgotten. Written by them alone.
  package mutating func promise(due: Instant?, breachedAt: Instant?, next: Instant, isAtRisk: Bool, in change: Transaction) throws {
    let before = self
    dueAt = due
    self.breachedAt = breachedAt
    self.isAtRisk = isOpen && isAtRisk
    nextAt = category == .closed ? nil : next
    guard self != before else { return }
    let updated = updatedAt
    try save(over: before, in: change)
    // A recount is no activity: the list keeps its order.
    try change.db.run("UPDATE ticket SET updated_at = \(updated) WHERE number = \(number)")
    updatedAt = updated
  }
}
