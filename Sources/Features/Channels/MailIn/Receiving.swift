import Desk
import Logging
import Mail
import ServiceLifecycle
import Storage

/// The built-in SMTP receiver, for a company's mail server that forwards to the desk. Mail to other addresses is refused.
package struct Receiving: Service {
  let world: World
  let settings: SMTPReceiverSettings

  package init(world: World, settings: SMTPReceiverSettings) {
    self.world = world
    self.settings = settings
  }

  package func run() async throws {
    let receiver = try await start()
    world.log.notice("receiving mail", metadata: ["port": "\(receiver.port)"])
    try await gracefulShutdown()
    await receiver.stop()
  }

  /// What only the envelope tells: where bounces go, and the address with a reply token that need not stand in the header.
  private static func stamped(_ message: [UInt8], _ envelope: SMTPEnvelope) -> [UInt8] {
    let recipients = envelope.recipients.map { "Delivered-To: \($0)\r\n" }.joined()
    return Array("Return-Path: <\(envelope.sender)>\r\n\(recipients)".utf8) + message
  }

  /// For tests too, which ask for port 0.
  package func start() async throws -> SMTPReceiver {
    let world = world
    return try await SMTPReceiver.start(
      settings,
      SMTPReceiver.Callbacks(
        accepts: { recipient, _ in
          do {
            let mailbox = try await world.read { db in try Mailbox.find(recipient: recipient, in: db) }
            return mailbox == nil ? .refused("No such mailbox here") : .accepted
          } catch {
            return .deferred("Try again later")
          }
        },
        deliver: { envelope, message in
          let mailboxes = try await world.read { db in try envelope.recipients.map { try Mailbox.find(recipient: $0, in: db)?.id } }
          let known = Set(mailboxes.compactMap { $0 }).sorted()
          try await MailArrival.store(Self.stamped(message, envelope), in: known, world: world)
          // Accepted a moment ago and gone since: the sender hears of it, nothing is dropped in silence.
          return .each(mailboxes.map { $0 == nil ? .deferred("The mailbox was switched off") : .accepted })
        },
        now: { world.now().milliseconds },
        complain: { error in world.log.error("the mail receiver cannot encrypt", metadata: ["error": "\(error)"]) }))
  }
}
