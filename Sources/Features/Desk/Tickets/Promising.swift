import Storage

extension Ticket {
  /// What the service levels found out about this ticket's deadlines: facts for lists and for the promise that nothing
  /// is forgotten. Written by them alone. A recount is no activity and no edit: lists keep their order, and a form that somebody has
  /// open is not out of date by it.
  package mutating func promise(due: Instant?, breachedAt: Instant?, next: Instant?, risks: [Risk], in change: Transaction) throws {
    let before = self
    dueAt = due
    self.breachedAt = breachedAt
    self.risks = isOpen ? risks : []
    nextAt = category == .closed ? nil : next ?? nextAt
    guard self != before else { return }
    try change.db.run(
      """
      UPDATE ticket SET due_at = \(dueAt), due_sort = \(dueSort), breached_at = \(self.breachedAt), is_at_risk = \(isAtRisk),
        risks = \(Risks.encoded(self.risks)), next_at = \(nextAt)
      WHERE number = \(number)
      """)
    try TicketCounts.move(from: before, to: self, in: change.db)
  }
}
