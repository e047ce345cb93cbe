/// A report about a message that we sent: delivered late, not delivered, or delivered.
package struct Bounce: Sendable, Equatable {
  package enum Action: String, Sendable {
    case failed, delayed, delivered, relayed, expanded
  }

  package struct Recipient: Sendable, Equatable {
    package var address: String
    package var action: Action
    /// Such as `5.1.1` (RFC 3463).
    package var status: String?
    /// What the remote server said.
    package var diagnostic: String?

    /// A later try is pointless.
    package var isPermanent: Bool { action == .failed && status?.hasPrefix("4") != true }
  }

  package var recipients: [Recipient]
  /// The Message-ID of ours that came back, without angle brackets.
  package var originalMessageID: String?
  /// False for reports in the own words of some mail server, which are guessed at.
  package var isStandard: Bool
}
