import Desk
import ServiceLifecycle
import Storage

/// Mail in and out: the channel where tickets get lost elsewhere.
package enum MailChannel: Feature {
  package static var schema: [Migration] { MailSchema.steps }
  package static var jobs: [any Job.Type] {
    [HandleMail.self, SendMail.self, MailNotice.self, AilmentMail.self, Confirmation.self, PasswordLetter.self]
  }

  package static func routes(_ routes: Routes) {
    MailRoutes.add(to: routes)
    MailboxRoutes.add(to: routes)
  }

  package static func services(_ world: World) -> [any Service] { [Fetching(world: world)] }

  package static func canMail(_ db: any Database) throws -> Bool { try MailSending.sender(for: nil, in: db) != nil }

  package static func isUsing(blob: String, in db: any Database) throws -> Bool {
    try db.exists("SELECT 1 FROM mail_raw WHERE blob = \(blob) LIMIT 1")
  }

  package static func heard(_ event: Event, in change: Transaction) throws {
    if event.kind == .replied { try MailSending.queueReply(event, in: change) }
    if event.kind == .ticketOpened { try Confirmation.queue(event, in: change) }
    if event.kind == .joined, let into = event.facts["into"].flatMap(Int64.init) {
      try change.db.run("UPDATE mail SET ticket_number = \(into) WHERE ticket_number = \(event.subject.id)")
    }
    if event.kind == .teamArchived { try Mailbox.leave(team: event.subject.id, in: change) }
    try PasswordLetter.queue(event, in: change)
    try MailNotice.queue(event, in: change)
    try AilmentMail.queue(event, in: change)
  }

  package static var settings: [SettingsEntry] {
    [SettingsEntry(path: "/settings/mailboxes", title: "mailbox.title", about: "mailbox.about", icon: "mail", right: .viewSettings)]
  }

  package static var setupSteps: [any SetupStep] { [MailboxStep()] }

  package static func health(_ db: any Database, now: Instant) throws -> [HealthReport] { try MailHealth.reports(db, now: now) }
}
