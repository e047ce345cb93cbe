import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail

/// What stands in the letters that leave.
@Suite struct LetterTests {
  private func make(_ sink: SMTPSink, _ change: (inout Mailbox) -> Void = { _ in }) async throws -> MailDesk {
    try await MailDesk.make { mailbox in
      mailbox.smtp = .init(url: "smtp://127.0.0.1:\(sink.port)?security=none", user: "", sealed: nil)
      mailbox.signature = "Сервис Плюс, 8 800 000-00-00"
      change(&mailbox)
    }
  }

  private func last(_ sink: SMTPSink) throws -> IncomingMail { try MailReader.read([UInt8](try #require(try sink.messages().last).data)) }

  @Test func whoWroteSignsThenTheTeamOrTheMailbox() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink)
    try await mail.desk.change("UPDATE employee SET signature = 'Анна Смирнова, инженер' WHERE id = \(mail.desk.cast.anna)")
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try last(sink).text?.hasSuffix("-- \nАнна Смирнова, инженер\nСервис Плюс, 8 800 000-00-00\n") ?? false)
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    let fields = [("name", "Support"), ("member", String(mail.desk.cast.anna)), ("rev", "1"), ("signature", "Первая линия\r\n<b>24/7</b>")]
    #expect(try await boss.post("/settings/teams/1", fields).status == 303)
    #expect(try await boss.get("/settings/teams/1").text.contains("Первая линия\n&lt;b&gt;24/7&lt;/b&gt;</textarea>"))
    try await mail.answer(mail.desk.cast.printerOnFire)
    let second = try last(sink)
    #expect(second.text?.hasSuffix("-- \nАнна Смирнова, инженер\nПервая линия\n<b>24/7</b>\n") ?? false)
    #expect(second.html?.contains("Первая линия<br>&lt;b&gt;24/7&lt;/b&gt;") ?? false)
  }

  @Test func theAcknowledgementSpeaksTheClientsLanguageOrTheMailboxesWords() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink) { $0.acknowledges = true }
    let date = "Date: Mon, 23 Nov 2026 09:59:00 +0300"
    try await mail.desk.change("UPDATE contact SET language = 'en'")
    try await mail.deliver(letter(id: "a@romashka.example", more: [date]))
    #expect(try last(sink).text?.contains("ticket") ?? false)
    try await mail.desk.change("UPDATE mailbox SET acknowledgement = 'Приняли, это № {number}. Ждите.'")
    let row = try await mail.deliver(letter(subject: "Ещё", id: "b@romashka.example", more: [date]))
    let number: Int64? = try row["ticket_number"]
    #expect(try last(sink).text?.hasPrefix("Приняли, это № \(number!). Ждите.") ?? false)
  }

  @Test func aFailedReplyIsSentAgainFromItsTicket() async throws {
    var script = SMTPSink.Script()
    script.recipients = ["*": "550 5.1.1 no such user"]
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let message: Int64? = try await mail.desk.value("SELECT max(id) FROM message")
    #expect(try await anna.get("/tickets/1").text.contains("action=\"/messages/\(message!)/sending\""))
    #expect(try await mail.desk.browser(of: mail.desk.cast.audit).post("/messages/\(message!)/sending").status == 403)
    try sink.play(SMTPSink.Script())
    #expect(try await anna.post("/messages/\(message!)/sending").location == "/tickets/1#m\(message!)")
    try await mail.desk.jobs.runDue()
    #expect(try sink.messages().count == 1)
    #expect(try await anna.post("/messages/\(message!)/sending").status == 409, "it left")
    #expect(try await anna.post("/messages/1/sending").status == 409, "the client's own message is not ours to send")
  }

  @Test func aReplyThatHadNoMailboxLeavesWhenThereIsOne() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink) { $0.isActive = false }
    let anna = try await mail.desk.agent(mail.desk.cast.anna)
    try await mail.desk.world.write { change in
      var ticket = try anna.ticket(1, in: change.db)
      _ = try ticket.reply(
        MessageBody(source: "Да", html: "<p>Да</p>", text: "Да"), to: ["olga@romashka.example"], by: anna, lastSeen: nil, in: change)
    }
    try await mail.desk.pass(seconds: 10)
    let browser = try await mail.desk.browser(of: mail.desk.cast.anna)
    #expect(try await browser.get("/tickets/1").text.contains("нет ящика для отправки"))
    try await mail.desk.change("UPDATE mailbox SET is_active = 1")
    let message: Int64? = try await mail.desk.value("SELECT max(id) FROM message")
    #expect(try await browser.post("/messages/\(message!)/sending").status == 303)
    try await mail.desk.jobs.runDue()
    #expect(try last(sink).text?.hasPrefix("Да") ?? false)
  }

  @Test func theLinkForANewPasswordStandsInTheLetterAlone() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink)
    var world = mail.desk.world
    world.address = "https://desk.example"
    try await world.write { change in
      _ = try change.record(Event(.passwordForgotten, of: .employee(mail.desk.cast.anna), by: .desk))
    }
    try await PasswordLetter(employee: mail.desk.cast.anna).run(in: world)
    try await mail.desk.jobs.runDue()
    let text = try #require(try last(sink).text)
    #expect(try sink.messages().count == 1)
    let token = try #require(text.split(separator: "token=").last?.prefix { !$0.isWhitespace })
    #expect(try await mail.desk.stranger().get("/sign-in/reset?token=\(token)").text.contains("anna@service.example"))
    let stored = try await mail.sent(.passwordLink)
    #expect(try stored.map { (try $0["text"] as String).contains(token.suffix(20)) } == [false])
  }

  @Test func onAJoinedTicketTheLetterRefersToBothConversations() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink)
    let row = try await mail.deliver(letter(subject: "Ещё", id: "second@romashka.example"))
    let joined: Int64 = try #require(try row["ticket_number"])
    let earlier = try await mail.answer(joined, text: "Смотрим и это")
    let waits = try await mail.answer(joined, text: "Уже едем")
    try await mail.desk.world.write { change in
      var (from, into) = (try Ticket.forDesk(joined, in: change)!, try Ticket.forDesk(mail.desk.cast.printerOnFire, in: change)!)
      try from.join(&into, by: .desk, in: change)
    }
    try await mail.answer(mail.desk.cast.printerOnFire, text: "Одним письмом")
    let references = try last(sink).references
    #expect(references.contains("second@romashka.example") && references.contains(earlier) && references.contains(waits))
    // A letter of the joined ticket that goes again knows the whole conversation too, and keeps the number that its token is made of.
    let old: Int64? = try await mail.desk.value("SELECT id FROM mail_out WHERE header_id = \(waits)")
    try await mail.desk.change("UPDATE mail_out SET state = 'queued' WHERE id = \(old)")
    let again = try #require(try await mail.desk.world.read { try Letter.load(old!, in: $0) })
    #expect(again.ticket == joined && again.references == ["second@romashka.example", earlier])
  }

  @Test func aLinkForANewPasswordIsPromisedOnlyWhereAMailboxCanSendIt() async throws {
    let desk = try await TestDesk.make(address: "https://desk.example")
    #expect(try await desk.stranger().get("/sign-in/forgotten").text.contains("Новый пароль даст администратор"))
    try await desk.world.write { change in
      var mailbox = Mailbox.blank(address: "support@service.example")
      mailbox.smtp = .init(url: "smtp://127.0.0.1:9", user: "", sealed: nil)
      try mailbox.insert(in: change)
    }
    #expect(try await desk.stranger().get("/sign-in/forgotten").text.contains("name=\"email\""))
    try await desk.change("UPDATE mailbox SET is_active = 0")
    #expect(try await desk.stranger().get("/sign-in/forgotten").text.contains("Новый пароль даст администратор"))
    let answer = try await desk.stranger().post("/sign-in/forgotten", [("email", "anna@service.example")])
    #expect(answer.text.contains("Новый пароль даст администратор"))
    #expect(try await desk.value("SELECT count(*) FROM job WHERE kind = 'employee.forgottenPassword'") == (0 as Int64))
  }
}
