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

  /// For tests too, which ask for port 0.
  package func start() async throws -> SMTPReceiver {
    let world = world
    return try await SMTPReceiver.start(
      settings,
      SMTPReceiver.Callbacks(
        accepts: { recipient, _ in
          do {
            let mailbox = try await world.read { db in try Mailbox.find(recipient: recipient, in: db) }
            return mailbox == nil ? .refused("5.1.1 no such mailbox here") : .accepted
          } catch {
            return .deferred("4.3.0 try again later")
          }
        },
        deliver: { envelope, message in
          for recipient in envelope.recipients {
            guard let mailbox = try await world.read({ db in try Mailbox.find(recipient: recipient, in: db) }) else { continue }
            try await MailArrival.store(message, in: mailbox.id, world: world)
          }
          return .all(.accepted)
        },
        now: { world.now().milliseconds }))
  }
}
