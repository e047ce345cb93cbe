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
            return mailbox == nil ? .refused("No such mailbox here") : .accepted
          } catch {
            return .deferred("Try again later")
          }
        },
        begin: { ArrivingMail(envelope: $0, world: world) },
        now: { world.now().milliseconds },
        complain: { error in world.log.error("the mail receiver is hindered", metadata: ["error": "\(error)"]) }))
  }
}
