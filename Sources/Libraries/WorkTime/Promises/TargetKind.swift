/// What is promised.
package enum TargetKind: String, CaseIterable, Codable, Hashable, Sendable {
  /// From creation until the first public answer.
  case firstResponse
  /// From the client's last unanswered message until the next public answer.
  case nextResponse
  /// From creation until a status of the category *done*; a status that is finished meets it, one that is not reopens it.
  case resolution
  /// From the hand-over to a team until somebody takes the work.
  case queue
  /// Arrival by the agreed time.
  case visit

  /// Where the clock stands unless a policy says otherwise.
  package var usualPauses: Set<StatusCategory> { self == .resolution ? [.waitingForClient, .postponed] : [] }
  var isMetByStatus: Bool { self == .resolution }
}
