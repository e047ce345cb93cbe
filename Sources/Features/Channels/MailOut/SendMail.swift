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

  func run(in world: World) async throws {
    let mail = mail
    guard let letter = try await world.read({ db in try Letter.load(mail, in: db) }) else { return }
    guard let server = try letter.mailbox.server(letter.mailbox.smtp, seal: world.keys.seal) else {
      throw GiveUp("the mailbox has no server for sending")
    }
    let message = try letter.message(blobs: world.blobs, keys: world.keys, now: world.now())
    let client = await world.parts.the(SMTPClients()).client(of: letter.mailbox, server: server)
    let deliveries: [SMTPDelivery]
    do {
      deliveries = try await client.send(from: letter.mailbox.address, to: letter.recipients, message: message)
    } catch let failure as TransportFailure {
      try await world.write { try letter.noteTrouble(String(describing: failure), in: $0) }
      if failure.isTemporary { throw failure }
      try await world.write { try letter.fail(String(describing: failure), in: $0) }
      throw GiveUp(String(describing: failure))
    }
    try await conclude(letter, deliveries, world: world)
  }

  private func conclude(_ letter: Letter, _ deliveries: [SMTPDelivery], world: World) async throws {
    var refused: [String] = []
    var waiting: [String] = []
    for delivery in deliveries {
      switch delivery.outcome {
      case .accepted, .unknown: continue
      case .refused(let reply): refused.append("\(delivery.recipient): \(reply)")
      case .deferred(let reply): waiting.append("\(delivery.recipient): \(reply)")
      }
    }
    let (lost, later) = (refused.joined(separator: "; "), waiting.joined(separator: "; "))
    if !waiting.isEmpty && waiting.count == deliveries.count {
      try await world.write { try letter.noteTrouble(later, in: $0) }
      throw TransportFailure(.deferred, later)
    }
    // Whom the server put off after it took the message for others is told as a failure: sending again would double it for them.
    let problem = [lost, later].filter { !$0.isEmpty }.joined(separator: "; ")
    try await world.write { change in
      if problem.isEmpty { try letter.succeed(in: change) } else { try letter.fail(problem, in: change) }
    }
  }
}

/// One connection for each mailbox, kept between messages.
actor SMTPClients {
  private var clients: [Int64: (rev: Int64, client: SMTPClient)] = [:]

  func client(of mailbox: Mailbox, server: MailServer) -> SMTPClient {
    if let known = clients[mailbox.id], known.rev == mailbox.rev { return known.client }
    let client = SMTPClient(server, name: EmailAddress.domain(of: mailbox.address) ?? "localhost")
    clients[mailbox.id] = (mailbox.rev, client)
    return client
  }
}
