import Desk
import Foundation
import Mail
import Secrets
import Storage

/// Sends one queued message. A repeat after a crash finds it sent, or sends it with the same Message-ID, which servers and
/// mail programs recognise.
struct SendMail: Job {
  static let kind = "mail.send"
  let mail: Int64
  /// A mail that waited behind others' failures all this time is given up as well: its reader has to hear by another way.
  static let lifetime: Int64 = 4 * 24 * 3600
  /// A server that takes a whole message and says nothing may have delivered it. It gets it again under the same Message-ID, since a
  /// reply twice is better than none, but not for days.
  static let mostCopies = 3

  func run(in world: World) async throws {
    let mail = mail
    guard let letter = try await world.read({ db in try Letter.load(mail, in: db) }) else { return }
    guard letter.mailbox.archivedAt == nil else { return try await giveUp(letter, MailboxRest.removed, world: world) }
    guard letter.mailbox.isActive else { return try await rest(letter, world: world) }
    guard world.now() < letter.queuedAt + .seconds(Self.lifetime) else {
      return try await giveUp(letter, letter.trouble ?? TransportFailure(.timeout, "").description, world: world)
    }
    let outbox = world.parts.the(Outboxes())
    if let later = try await pause(letter, outbox, world: world) {
      try await world.write { change in try letter.postpone(to: later, in: change) }
      return
    }
    do {
      try await conclude(letter, try await send(letter, outbox, world: world), world: world)
    } catch let failure as TransportFailure {
      try await handle(failure, letter, outbox, world: world)
    } catch let failure as OutgoingRefusal {
      try await giveUp(letter, "\(failure)", world: world)
    }
  }

  /// The mailbox is paused, for however long: whoever resumes it sends this mail.
  private func rest(_ letter: Letter, world: World) async throws {
    try await world.write { change in
      try letter.note(MailboxRest.paused, in: change)
      try letter.postpone(to: change.now + .seconds(3600), in: change)
    }
  }

  /// Until when this mail has to wait: for a server that just failed, or for the mailbox's rate.
  private func pause(_ letter: Letter, _ outbox: Outboxes, world: World) async throws -> Instant? {
    if let rest = await outbox.rest(of: letter.mailbox, now: world.now()) { return rest }
    let now = world.now()
    return try await world.read { db in try SendRate(letter.mailbox).next(for: letter.purpose, now: now, in: db) }
  }

  private func send(_ letter: Letter, _ outbox: Outboxes, world: World) async throws -> [SMTPDelivery] {
    let server: MailServer
    do {
      guard let known = try await letter.mailbox.reach(letter.mailbox.smtp, world: world) else {
        throw TransportFailure(.loginDenied, "the mailbox has no server for sending")
      }
      server = known
    } catch let error as SealError {
      throw TransportFailure(.loginDenied, "\(error)")
    }
    let message = try letter.message(blobs: world.blobs, keys: world.keys)
    let client = await outbox.client(of: letter.mailbox, server: server)
    return try await client.send(from: letter.mailbox.address, to: letter.recipients, message: message)
  }

  /// What a server says about this message ends it sooner or later; what is wrong with the server or with the settings of the
  /// mailbox concerns every message and is told as the mailbox's trouble.
  private func handle(_ failure: TransportFailure, _ letter: Letter, _ outbox: Outboxes, world: World) async throws {
    let isOfMessage = [.refused, .deferred, .tooLarge, .invalidName].contains(failure.kind)
    if !isOfMessage {
      await outbox.fail(letter.mailbox, now: world.now())
      if failure.kind == .tokenRefused { try await letter.mailbox.forgetToken(world: world) }
      try await world.write { try letter.mailbox.noteSendingFailure(failure, in: $0) }
    }
    if isOfMessage && !failure.isTemporary { return try await giveUp(letter, failure.description, world: world) }
    try await tryLater(letter, failure, world: world)
  }

  private func tryLater(_ letter: Letter, _ failure: TransportFailure, world: World) async throws {
    let copies = letter.copies + (failure.kind == .unconfirmed ? 1 : 0)
    guard letter.attempts < Self.retries.count, copies < Self.mostCopies else {
      return try await giveUp(letter, failure.description, world: world)
    }
    try await world.write { try letter.noteTrouble(failure.description, copies: copies, in: $0) }
    throw failure
  }

  /// The job is done by saying so: in the ticket, on the page Mail, to whoever wrote it and to administrators.
  private func giveUp(_ letter: Letter, _ reason: String, world: World) async throws {
    try await world.write { try letter.fail(reason, in: $0) }
  }

  private func conclude(_ letter: Letter, _ deliveries: [SMTPDelivery], world: World) async throws {
    var refused: [String] = []
    var waiting: [String] = []
    for delivery in deliveries {
      switch delivery.outcome {
      case .accepted: continue
      // Nobody's fate is known then: all recipients hear of it in one go.
      case .unknown(let reason): throw TransportFailure(.unconfirmed, reason)
      case .refused(let reply): refused.append("\(delivery.recipient): \(reply)")
      case .deferred(let reply): waiting.append("\(delivery.recipient): \(reply)")
      }
    }
    let (lost, later) = (refused.joined(separator: "; "), waiting.joined(separator: "; "))
    if !waiting.isEmpty && waiting.count == deliveries.count {
      throw TransportFailure(.deferred, later)
    }
    // Whom the server put off after it took the message for others is told as a failure: sending again would double it for them.
    let problem = [lost, later].filter { !$0.isEmpty }.joined(separator: "; ")
    try await world.write { change in
      try letter.mailbox.noteSent(in: change)
      if problem.isEmpty { try letter.succeed(in: change) } else { try letter.fail(problem, in: change) }
    }
  }
}
