import Desk
import ServiceLifecycle
import Storage

/// Mail in and out: the channel where tickets get lost elsewhere.
package enum MailChannel: Feature {
  package static var schema: [Migration] { MailSchema.steps }
  package static var jobs: [any Job.Type] { [HandleMail.self, SendMail.self] }

  package static func services(_ world: World) -> [any Service] { [Fetching(world: world)] }

  package static func isUsing(blob: String, in db: any Database) throws -> Bool {
    try db.exists("SELECT 1 FROM mail_raw WHERE blob = \(blob) LIMIT 1")
  }

  package static func heard(_ event: Event, in change: Transaction) throws {
    if event.kind == .replied { try MailSending.queueReply(event, in: change) }
  }
}
