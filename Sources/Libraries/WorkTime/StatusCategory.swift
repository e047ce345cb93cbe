/// What a status means to the clocks, whatever a desk calls it.
package enum StatusCategory: String, Sendable, CaseIterable, Codable {
  case new, open, waitingForClient, waitingForOthers, postponed, done, closed
}
