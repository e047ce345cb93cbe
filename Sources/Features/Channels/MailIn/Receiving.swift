import Desk
import Logging
import Mail
import Storage

/// The built-in SMTP receiver, for a company's mail server that forwards to the desk. Mail to other addresses is refused.
package struct Receiving: Sendable {
  let world: World
  let settings: SMTPReceiverSettings

  package init(world: World, settings: SMTPReceiverSettings) {
    self.world = world
    self.settings = settings
  }

  package func start() async throws -> SMTPReceiver {
    let (world, receiving) = (world, self)
    return try await SMTPReceiver.start(
      settings,
      SMTPReceiver.Callbacks(
        accepts: { recipient, _ in
          do {
            let mailbox = try await world.read { db in try Mailbox.find(recipient: recipient, in: db) }
            return mailbox == nil ? .refused("No such mailbox here") : .accepted
          } catch {
            receiving.complain(error)
            return .deferred("Try again later")
          }
        },
        begin: { ArrivingMail(envelope: $0, world: world) },
        now: { world.now().milliseconds },
        complain: { receiving.complain($0) }))
  }

  static let trouble = "mail.receiver"

  /// Peers come again, for days; until then somebody has to mend what hinders.
  // words: mail.health.receiver
  private func complain(_ error: any Error) {
    world.log.error("the mail receiver is hindered", metadata: ["error": "\(error)"])
    world.hindrances.note(HealthReport(Self.trouble, isWell: false, key: "mail.health.receiver"), at: world.now())
  }
}
