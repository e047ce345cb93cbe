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
  /// The client answers to a ticket that is closed.
  case continuation(of: Int64)

  enum Writer: Equatable {
    case client
    /// Public only in answer to a mail of ours about the client's part of the conversation: what an employee forwards or
    /// answers otherwise is for colleagues until somebody says that the client may see it.
    case employee(Int64, isPublic: Bool)
  }
}

extension MailFacts {
  func decision(for mail: IncomingMail) -> MailDecision {
    if let early = machineDecision(mail) { return early }
    guard let sender = mail.from, sender.isUsable else { return .quarantined("noSender") }
    if isRepeated { return .ignored("repeated") }
    if recentCount >= Self.mostInWindow { return .quarantined("flood") }
    if let thread { return decision(in: thread) }
    return strangerDecision ?? .newTicket(related: (token?.thread ?? references ?? subject)?.ticket)
  }

  /// Bounces, our own mail, machines that answer machines.
  private func machineDecision(_ mail: IncomingMail) -> MailDecision? {
    if mail.bounce != nil { return bouncedID.map { .bounce(sent: $0) } ?? .ignored("foreignBounce") }
    if isOurs { return .ignored("own") }
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

  /// Where strangers are not let in, somebody whose own domain disowns the message is one, whatever name stands on it.
  private var strangerDecision: MailDecision? {
    let isDisowned = if case .unverified = trust { true } else { false }
    switch mailbox.strangers {
    case .accept: return nil
    case .quarantine: return isStranger ? .quarantined("stranger") : isDisowned ? .quarantined("unverifiedSender") : nil
    case .refuse: return isStranger ? .refused("stranger") : isDisowned ? .quarantined("unverifiedSender") : nil
    }
  }

  private var isStranger: Bool { employeeID == nil && !isKnown }

  /// A token of ours is good in the hands of those to whom it was sent and of their colleagues; headers without a token need
  /// the same; a number in the subject is good for participants only. Employees are judged by `decision(in:)`. Anybody else
  /// opens a ticket of their own.
  private var thread: Thread? {
    let isEmployee = employeeID != nil
    if let token, token.isRecipient || token.thread.takesPart || token.thread.isColleague || isEmployee { return token.thread }
    if let references, references.takesPart || references.isColleague || isEmployee { return references }
    if let subject, subject.takesPart || isEmployee { return subject }
    return nil
  }

  private func decision(in thread: Thread) -> MailDecision {
    if let employeeID, !thread.isRequester {
      guard case .verified = trust else { return .quarantined("unverifiedEmployee") }
      let isPublic = token.map { $0.thread.ticket == thread.ticket && !$0.isInternal } ?? false
      return .followUp(ticket: thread.ticket, as: .employee(employeeID, isPublic: isPublic))
    }
    guard thread.category != .closed else { return .continuation(of: thread.ticket) }
    return .followUp(ticket: thread.ticket, as: .client)
  }
}
