import Desk
import Storage
import Web

/// Tells the requester of a ticket that an employee wrote down for them: its number and what it says.
struct Confirmation: Job {
  static let kind = "mail.confirmation"
  let ticket: Int64
  let message: Int64

  static func queue(_ event: Event, in change: Transaction) throws {
    guard event.facts["confirm"] == "1", let message = event.facts["message"].flatMap(Int64.init) else { return }
    try change.enqueue(Confirmation(ticket: event.subject.id, message: message), key: String(event.subject.id))
  }

  func run(in world: World) async throws {
    let (number, message, translations) = (ticket, message, world.translations)
    try await world.write { change in
      guard let ticket = try Ticket.forDesk(number, in: change), let address = try ticket.requesterAddress(in: change.db),
        let mailbox = try MailSending.sender(for: ticket, in: change.db),
        let text: String = try change.db.value("SELECT text FROM message WHERE id = \(message)"),
        // A repeat of this job finds its mail.
        try !change.db.exists("SELECT 1 FROM mail_out WHERE ticket_number = \(number) AND purpose = 'acknowledgement'")
      else { return }
      let t = translations[try Self.language(of: ticket, in: change.db)]
      // Where nothing was described the subject is all that was said.
      let said = text == ticket.subject ? text : "\(ticket.subject)\n\n\(text)"
      let values = ["number": String(number), "subject": ticket.subject, "said": said]
      try MailSending.queue(
        NewMail(
          ticket: ticket, recipients: [EmailAddress.normalized(address)], subject: t("notify.opened.subject", values),
          text: t("notify.opened.text", values), purpose: .acknowledgement),
        from: mailbox, in: change)
    }
  }

  /// The requester's own, else the desk's.
  private static func language(of ticket: Ticket, in db: any Database) throws -> Language {
    let own: String? = try ticket.requesterID.flatMap {
      try db.value("SELECT language FROM contact WHERE id = \($0) AND language IS NOT NULL")
    }
    return try own.flatMap(Language.init(rawValue:)) ?? DeskProfile.load(in: db).language
  }
}
