import Desk
import Mail

/// What is known when it is decided what becomes of a message.
struct MailFacts {
  var mailbox: Mailbox
  var ownAddresses: Set<String> = []
  var trust = SenderTrust.unknown
  /// The active employee who has the sender's address.
  var employeeID: Int64?
  /// The address is a contact's, or of a client's domain.
  var isKnown = false
  /// The same Message-ID with the same sender and subject came before and was handled.
  var isRepeated = false
  /// The Message-ID is one that we gave out: our own mail came back.
  var isOurs = false
  /// Messages of this sender within the last minutes.
  var recentCount = 0
  /// Ours that came back.
  var bouncedID: Int64?
  /// Found by our own token.
  var token: Token?
  /// Found by In-Reply-To and References alone.
  var references: Thread?
  /// Found by `[#123]`.
  var subject: Thread?

  struct Thread: Equatable {
    let ticket: Int64
    let category: StatusCategory
    /// It is the sender's own ticket.
    let isRequester: Bool
    /// The sender wrote to it as a client, or observes it.
    let takesPart: Bool
    /// The sender is of the client's own company.
    let isColleague: Bool
  }

  struct Token: Equatable {
    let thread: Thread
    /// The mail with this token was sent to the address that now answers.
    let isRecipient: Bool
    /// It told an employee of something that clients do not see.
    let isInternal: Bool
  }

  /// A flood of one sender waits for a person.
  static let mostInWindow = 30
  static let windowMinutes: Int64 = 10
}
