import Desk
import Mail

/// What becomes of a message. Pure: everything that the rules ask for is in `MailFacts`.
enum MailDecision: Equatable {
  /// Nothing to do, and it says why.
  case ignored(String)
  /// A person must look at it.
  case quarantined(String)
  /// A stranger, where strangers are refused.
  case refused(String)
  case bounce(sent: Int64)
  case followUp(ticket: Int64, as: Writer)
  /// `related`: the ticket that the message names without proof of belonging to it.
  case newTicket(related: Int64?)

  enum Writer: Equatable {
    case client
    case employee(Int64)
  }
}

struct MailFacts {
  var mailbox: Mailbox
  var ownAddresses: Set<String>
  var trust: SenderTrust
  /// The desk knows this address as an employee's, a contact's, or that of a client's domain.
  var employeeID: Int64?
  var isKnown: Bool
  /// The same Message-ID came before and was handled.
  var isRepeated: Bool
  /// Messages of this sender within the last minutes.
  var recentCount: Int
  /// Ours that came back.
  var bouncedID: Int64?
  /// Found by our own token: it was sent to these people about this ticket.
  var token: Thread?
  /// Found by In-Reply-To and References alone.
  var references: Thread?
  /// Found by `[#123]`.
  var subject: Thread?

  struct Thread: Equatable {
    let ticket: Int64
    let category: StatusCategory
    /// The sender wrote to it, was written to, or observes it.
    let takesPart: Bool
    /// The sender is of the client's own company.
    let isColleague: Bool
  }

  /// A flood of one sender waits for a person.
  static let mostInWindow = 30
  static let windowMinutes: Int64 = 10
}

extension MailFacts {
  func decision(for mail: IncomingMail) -> MailDecision {
    if let early = machineDecision(mail) { return early }
    guard let sender = mail.from, sender.isUsable else { return .quarantined("noSender") }
    if isRepeated { return .ignored("repeated") }
    if recentCount >= Self.mostInWindow { return .quarantined("flood") }
    if let thread = thread { return decision(in: thread) }
    if employeeID == nil && !isKnown {
      switch mailbox.strangers {
      case .accept: break
      case .quarantine: return .quarantined("stranger")
      case .refuse: return .refused("stranger")
      }
    }
    return .newTicket(related: (token ?? references ?? subject)?.ticket)
  }

  /// Bounces, our own mail, machines that answer machines.
  private func machineDecision(_ mail: IncomingMail) -> MailDecision? {
    if mail.bounce != nil { return bouncedID.map { .bounce(sent: $0) } ?? .ignored("foreignBounce") }
    if let sender = mail.from, ownAddresses.contains(sender.address.lowercased()) { return .ignored("own") }
    for reason in mail.automatic {
      switch reason {
      case .autoSubmitted("auto-replied"), .autoresponder, .precedence("auto_reply"): return .ignored("autoReply")
      case .nullReturnPath, .daemon: return .ignored("daemon")
      case .precedence("list"), .precedence("bulk"), .precedence("junk"), .list: return .ignored("list")
      case .autoSubmitted, .precedence, .suppressesResponses, .unsubscribable, .bounce: continue
      }
    }
    return nil
  }

  /// A token of ours is good in the hands of those to whom it was sent and of their colleagues; headers without a token need
  /// the same; a number in the subject is good for participants only. Anybody else opens a ticket of their own.
  private var thread: Thread? {
    if let token, token.takesPart || token.isColleague || employeeID != nil { return token }
    if let references, references.takesPart || references.isColleague || employeeID != nil { return references }
    if let subject, subject.takesPart { return subject }
    return nil
  }

  private func decision(in thread: Thread) -> MailDecision {
    if let employeeID, !thread.takesPart || employeeMayAct {
      guard employeeMayAct else { return .quarantined("unverifiedEmployee") }
      return .followUp(ticket: thread.ticket, as: .employee(employeeID))
    }
    guard thread.category != .closed else { return .newTicket(related: thread.ticket) }
    return .followUp(ticket: thread.ticket, as: .client)
  }

  private var employeeMayAct: Bool {
    if case .verified = trust { true } else { false }
  }
}
