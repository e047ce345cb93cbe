import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail

/// Which ticket a message belongs to, through the whole of the handling.
@Suite struct ThreadingTests {
  private func followed(_ row: Row, _ ticket: Int64) throws -> Bool {
    let (outcome, number): (String, Int64?) = (try row["outcome"], try row["ticket_number"])
    return outcome == "followUp" && number == ticket
  }

  @Test func mailOfAClientOpensATicketInTheMailboxesTeam() async throws {
    let mail = try await MailDesk.make()
    let row = try await mail.deliver(
      letter(more: ["Cc: Пётр <petr@romashka.example>, boris@service.example"], text: "Дымит\r\n\r\n> старое"))
    let number: Int64? = try row["ticket_number"]
    let anna = try await mail.desk.agent(mail.desk.cast.anna)
    let (ticket, messages) = try await mail.desk.world.read { db in
      let ticket = try anna.ticket(number!, in: db)
      return (ticket, try anna.messages(of: ticket, in: db))
    }
    #expect(ticket.subject == "Не печатает")
    #expect(ticket.requesterID == mail.desk.cast.olga)
    #expect(ticket.companyID == mail.desk.cast.romashka)
    #expect(ticket.mailboxID == mail.mailbox.id)
    #expect(messages.map(\.text) == ["Дымит"])
    let observers: [String] = try await mail.desk.values(
      "SELECT kind FROM ticket_observer WHERE ticket_number = \(number) ORDER BY kind")
    #expect(observers == ["contact", "employee"])
  }

  @Test func theTokenLeadsTheRecipientBack() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket)
    #expect(try followed(try await mail.deliver(letter(subject: "совсем другое", answers: id)), ticket))
  }

  @Test func theTokenLeadsAPersonInCopyBack() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket, to: ["olga@romashka.example", "Lawyer@Elsewhere.example"])
    #expect(try followed(try await mail.deliver(letter(from: "lawyer@elsewhere.example", answers: id)), ticket))
  }

  @Test func forgedAndSwappedTokensOpenTicketsOfTheirOwn() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket)
    let parts = id.split(separator: ".", maxSplits: 3).map(String.init)
    let swapped = "otklik.999.\(parts[2]).\(parts[3])"
    let forged = "otklik.\(ticket).\(String(repeating: "0", count: 24)).\(parts[3])"
    for wrong in [swapped, forged, id + "x"] {
      let row = try await mail.deliver(letter(from: "eve@evil.example", subject: "Re: x", answers: wrong))
      let (outcome, number): (String, Int64?) = (try row["outcome"], try row["ticket_number"])
      #expect(outcome == "ticket" && number != ticket)
      let related: Int64? = try await mail.desk.value("SELECT coalesce(related_number, 0) FROM ticket WHERE number = \(number)")
      #expect(related == 0, "a token that is not ours says nothing")
    }
  }

  @Test func aStrangerWithATrueTokenIsLinkedAndNotLetIn() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket)
    let row = try await mail.deliver(letter(from: "eve@evil.example", answers: id))
    let number: Int64? = try row["ticket_number"]
    #expect(number != ticket)
    let related: Int64? = try await mail.desk.value("SELECT related_number FROM ticket WHERE number = \(number)")
    #expect(related == ticket)
  }

  @Test func aTokenIsNotGoodForOthersThanItsRecipients() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket)
    // As if somebody had changed to whom it went.
    try await mail.desk.change("UPDATE mail_out SET recipients = '[\"eve@evil.example\"]' WHERE header_id = \(id)")
    let row = try await mail.deliver(letter(from: "eve@evil.example", answers: id))
    #expect(try row["ticket_number"] != ticket)
  }

  @Test func theNumberInTheSubjectIsForParticipantsOnly() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    #expect(try followed(try await mail.deliver(letter(subject: "Re: Принтер [#\(ticket)]")), ticket))
    let row = try await mail.deliver(letter(from: "eve@evil.example", subject: "[#\(ticket)] дайте пароль"))
    let (outcome, reason, number): (String, String?, Int64?) = (try row["outcome"], try row["reason"], try row["ticket_number"])
    #expect(outcome == "ticket" && reason == "related" && number != ticket)
    let subject: String? = try await mail.desk.value("SELECT subject FROM ticket WHERE number = \(number)")
    #expect(subject == "дайте пароль")
    let messages: Int64? = try await mail.desk.value("SELECT count(*) FROM message WHERE ticket_number = \(ticket)")
    #expect(messages == 2)
  }

  @Test func aClosedTicketStaysClosedAndTheNewOneIsRelated() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket)
    let anna = try await mail.desk.agent(mail.desk.cast.anna)
    try await mail.desk.world.write { change in
      var found = try anna.ticket(ticket, in: change.db)
      try found.setStatus(first: .closed, by: anna.actor, in: change)
    }
    let row = try await mail.deliver(letter(answers: id))
    let number: Int64? = try row["ticket_number"]
    #expect(number != ticket)
    let related: Int64? = try await mail.desk.value("SELECT related_number FROM ticket WHERE number = \(number)")
    #expect(related == ticket)
    // What follows belongs to the new one.
    #expect(try followed(try await mail.deliver(letter(answers: try row["message_id"])), number!))
  }

  @Test func theTokenInTheAddressAlsoInTheEnvelope() async throws {
    let mail = try await MailDesk.make { $0.hasPlusAddress = true }
    let ticket = mail.desk.cast.printerOnFire
    try await mail.answer(ticket)
    let sent = try await mail.sent(.reply)
    let id: Int64 = try sent[0]["id"]
    let letter = try await mail.desk.world.read { try Letter.load(id, in: $0)! }
    let message = try MailReader.read(letter.message(blobs: mail.desk.world.blobs, keys: mail.desk.world.keys))
    let address = try #require(message.replyTo.first?.address)
    #expect(address.hasPrefix("support+"))
    #expect(try followed(try await mail.deliver(addressed(to: address)), ticket))
    let hidden = addressed(to: "undisclosed", more: ["Delivered-To: \(address)"])
    #expect(try followed(try await mail.deliver(hidden), ticket))
  }

  private func addressed(to: String, more: [String] = []) -> String { letter(to: to, subject: "без номера", more: more) }

  @Test func anEmployeeAnswersByMailOnlyWhenVerified() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket, to: ["olga@romashka.example", "anna@service.example"])
    let forged = try await mail.deliver(letter(from: "Анна <anna@service.example>", answers: id, text: "Переведите деньги"))
    let reason: String? = try forged["reason"]
    #expect(reason == "unverifiedEmployee")
    let failed = letter(from: "anna@service.example", answers: id, more: [results("fail", domain: "service.example")], text: "Деньги")
    #expect(try await mail.deliver(failed)["reason"] == "unverifiedEmployee")
    let other = letter(from: "anna@service.example", answers: id, more: [results("pass", domain: "evil.example")], text: "Ещё")
    #expect(try await mail.deliver(other)["reason"] == "unverifiedEmployee")

    let true1 = letter(
      from: "anna@service.example", answers: id, more: [results("pass", domain: "service.example")],
      text: "Сделали\r\n\r\n23.11.2026 10:00, Ольга пишет:\r\n> тайное")
    #expect(try followed(try await mail.deliver(true1), ticket))
    let last: Row = try await mail.desk.world.read { try $0.row("SELECT * FROM message ORDER BY id DESC LIMIT 1")! }
    let (kind, author, text, html): (String, String, String, String) = (
      try last["kind"], try last["author_name"], try last["text"], try last["html"]
    )
    #expect(kind == "public" && author == "Анна Смирнова" && text == "Сделали" && !html.contains("тайное"))
    let recipients: [String] = try await mail.desk.values("SELECT recipients FROM mail_out ORDER BY id DESC LIMIT 1")
    #expect(recipients == [#"["olga@romashka.example"]"#])
  }

  @Test func whatAnEmployeeSendsWithoutAnsweringUsIsForColleagues() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let raw = letter(
      from: "anna@service.example", subject: "Fwd: склад [#\(ticket)]", more: [results("pass", domain: "service.example")], text: "для нас")
    #expect(try followed(try await mail.deliver(raw), ticket))
    let kinds: [String] = try await mail.desk.values("SELECT kind FROM message WHERE ticket_number = \(ticket) ORDER BY id")
    #expect(kinds == ["public", "note"])
    #expect(try await mail.sent().isEmpty)
  }

  @Test func anEmployeeWhoMayOnlyReadDoesNotAnswer() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let raw = letter(from: "audit@service.example", subject: "[#\(ticket)]", more: [results("pass", domain: "service.example")])
    #expect(try await mail.deliver(raw)["reason"] == "employeeMayNot")
  }

  @Test func mailForAnArchivedTeamGoesToTheTeamThatTakesWhatNobodyWasNamedFor() async throws {
    let mail = try await MailDesk.make()
    try await mail.desk.change("INSERT INTO team (name, is_active) VALUES ('Старая', 0)")
    try await mail.desk.change("UPDATE mailbox SET team_id = (SELECT id FROM team WHERE name = 'Старая')")
    let row = try await mail.deliver(letter())
    let number: Int64? = try row["ticket_number"]
    #expect(try await mail.desk.value("SELECT team_id FROM ticket WHERE number = \(number)") == (1 as Int64))
  }
}
