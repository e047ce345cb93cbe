/// What a status means to the clocks, whatever the desk calls it.
package enum StatusCategory: String, CaseIterable, Codable, Hashable, Sendable {
  case new, open, waitingForClient, waitingForOthers, postponed, done, closed

  /// Nobody owes any more work.
  package var isFinished: Bool { self == .done || self == .closed }
}

/// A request came into a category at an instant.
package struct StatusChange: Codable, Hashable, Sendable {
  package var at: Instant
  package var category: StatusCategory

  package init(_ at: Instant, _ category: StatusCategory) {
    self.at = at
    self.category = category
  }
}
