import Desk
import DeskTesting
import Storage

@testable import Channels

/// A ticket of the matrix before it is there: each of its parts is a word of its own.
struct SecretTicket: Sendable {
  let place: Place
  let subject, text, note, file, noteFile, mail, noteMail, letter, noteLetter, company, contact: String

  func add(to secret: SecretDesk) async throws -> SecretDesk.Ticket {
    let (cast, blobs) = (secret.desk.cast, secret.desk.world.blobs)
    let owner: Int64? = place == .own ? secret.people[.own] : place == .foreign ? cast.anna : nil
    let team: Int64 = place == .foreign ? 1 : secret.field
    let observer = place == .team ? secret.people[.own] : nil
    let (file, noteFile) = (try blobs.put(Array(file.utf8)), try blobs.put(Array(noteFile.utf8)))
    let mailbox = secret.mailbox
    let anna = try await secret.desk.agent(cast.anna)
    return try await secret.desk.world.write { change in
      var made = SecretDesk.Ticket()
      (made.company, made.contact) = try client(in: change)
      var new = NewTicket(subject: subject, body: body(text), channel: .mail)
      (new.requesterID, new.companyID, new.assigneeID, new.teamID, new.mailboxID) = (made.contact, made.company, owner, team, mailbox)
      new.observers = observer.map { [Observer(.employee, $0)] } ?? []
      var ticket = try Ticket.open(
        new, by: MessageAuthor(actor: .contact(made.contact), name: contact, email: "\(place)@client.example"), in: change)
      made.number = ticket.number
      made.message = try change.db.value("SELECT id FROM message WHERE ticket_number = \(ticket.number)")!
      made.note = try ticket.note(body(note), by: anna, in: change).id
      made.file = try attach(file, self.file, to: made.message, of: ticket.number, isPublic: true, in: change)
      made.noteFile = try attach(noteFile, self.noteFile, to: made.note, of: ticket.number, isPublic: false, in: change)
      made.mail = try SecretDesk.arrived(mail, ticket: ticket.number, outcome: "followUp", mailbox: mailbox, in: change)
      try change.db.run("UPDATE message SET mail_id = \(made.mail) WHERE id = \(made.message)")
      made.noteMail = try SecretDesk.arrived(noteMail, ticket: ticket.number, outcome: "followUp", mailbox: mailbox, in: change)
      try change.db.run("UPDATE message SET mail_id = \(made.noteMail) WHERE id = \(made.note)")
      made.letter = try write(letter, .notification, on: ticket.number, from: mailbox, in: change)
      made.noteLetter = try write(noteLetter, .internalNotification, on: ticket.number, from: mailbox, in: change)
      return made
    }
  }

  private func body(_ word: String) -> MessageBody { MessageBody(source: word, html: "<p>\(word)</p>", text: word) }

  private func client(in change: Transaction) throws -> (Int64, Int64) {
    let db = change.db
    let company: Int64? = try db.value(
      "INSERT INTO company (public_id, name, sort_name, created_at) VALUES (\(self.company), \(self.company), \(self.company), \(change.now)) RETURNING id"
    )
    let contact: Int64? = try db.value(
      """
      INSERT INTO contact (public_id, name, sort_name, company_id, created_at)
      VALUES (\(self.contact), \(self.contact), \(self.contact), \(company), \(change.now)) RETURNING id
      """)
    try db.run("INSERT INTO contact_email (email, contact_id, position) VALUES (\("\(place)@client.example"), \(contact), 1)")
    return (company!, contact!)
  }

  private func attach(_ blob: String, _ word: String, to message: Int64, of ticket: Int64, isPublic: Bool, in change: Transaction) throws
    -> String
  {
    let id = isPublic ? "file\(place)" : "notefile\(place)"
    try change.db.run(
      """
      INSERT INTO attachment (public_id, ticket_number, message_id, blob, name, content_type, size, is_public, created_at)
      VALUES (\(id), \(ticket), \(message), \(blob), \(word + ".txt"), 'text/plain', \(word.utf8.count), \(isPublic), \(change.now))
      """)
    return id
  }

  private func write(_ word: String, _ purpose: MailPurpose, on ticket: Int64, from mailbox: Int64, in change: Transaction) throws -> Int64
  {
    let id: Int64? = try change.db.value(
      """
      INSERT INTO mail_out (mailbox_id, ticket_number, header_id, recipients, subject, text, is_automatic, state, created_at, purpose)
      VALUES (\(mailbox), \(ticket), \(word + "@desk"), '["anna@service.example"]', \(subject), \(word), 1, 'failed', \(change.now), \(purpose))
      RETURNING id
      """)
    return id!
  }
}
