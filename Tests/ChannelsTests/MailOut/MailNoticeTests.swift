import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail

/// Notifications of employees by mail.
@Suite struct MailNoticeTests {
  private func letters(_ mail: MailDesk, to address: String) async throws -> [Row] {
    try await mail.sent().filter { row in
      let (recipients, automatic): (String, Bool) = (try row["recipients"], try row["is_automatic"])
      return automatic && recipients == "[\"\(address)\"]"
    }
  }

  @Test func anEmployeeIsToldInTheirLanguageAndCanAnswer() async throws {
    let mail = try await MailDesk.make()
    try await mail.desk.change("UPDATE employee SET language = 'en' WHERE id = \(mail.desk.cast.boris)")
    let row = try await mail.deliver(letter(text: "Пожар"))
    let ticket: Int64? = try row["ticket_number"]
    #expect(try await letters(mail, to: "anna@service.example").isEmpty, "the desk tells first")
    try await mail.desk.pass(seconds: MailNotice.wait)
    let (anna, boris) = (try await letters(mail, to: "anna@service.example"), try await letters(mail, to: "boris@service.example"))
    #expect(anna.count == 1 && boris.count == 1)
    let (subject, russian, english): (String, String, String) = (try anna[0]["subject"], try anna[0]["text"], try boris[0]["text"])
    #expect(subject == "Не печатает [#\(ticket!)]")
    #expect(russian.contains("Новая заявка") && russian.contains("Пожар") && russian.contains("уйдёт клиенту"))
    #expect(english.contains("A new ticket by"))
    let id: Int64 = try anna[0]["id"]
    let sent = try await mail.desk.world.read { try Letter.load(id, in: $0)! }
    let message = try MailReader.read(sent.message(blobs: mail.desk.world.blobs, keys: mail.desk.world.keys))
    #expect(message.headers["Auto-Submitted"] == "auto-generated" && message.headers["X-Auto-Response-Suppress"] != nil)
    #expect(message.inReplyTo == [try row["message_id"]])

    let answer = letter(
      from: "anna@service.example", subject: "Re: \(subject)", answers: message.messageID!,
      more: [results("pass", domain: "service.example")], text: "Едем")
    #expect(try await mail.deliver(answer)["outcome"] == "followUp")
    let last: Row = try await mail.desk.world.read { try $0.row("SELECT kind, author_name FROM message ORDER BY id DESC LIMIT 1")! }
    #expect(try last[0] == "public" && last[1] == "Анна Смирнова")
  }

  @Test func anAnswerToAMailAboutANoteStaysInternal() async throws {
    let mail = try await MailDesk.make()
    let (boris, ticket) = (try await mail.desk.agent(mail.desk.cast.boris), mail.desk.cast.printerOnFire)
    try await mail.desk.world.write { change in
      var found = try boris.ticket(ticket, in: change.db)
      try found.assign(to: mail.desk.cast.anna, team: 1, by: .desk, in: change)
      _ = try found.note(MessageBody(source: "Тсс", html: "<p>Тсс</p>", text: "Тсс"), by: boris, in: change)
    }
    try await mail.desk.pass(seconds: MailNotice.wait)
    let row = try #require(try await mail.sent(.internalNotification).first)
    let answer = letter(
      from: "anna@service.example", answers: try row["header_id"], more: [results("pass", domain: "service.example")], text: "Понял")
    try await mail.deliver(answer)
    let kinds: [String] = try await mail.desk.values("SELECT kind FROM message WHERE ticket_number = \(ticket) ORDER BY id")
    #expect(kinds == ["public", "note", "note"])
    #expect(try await mail.sent(.reply).isEmpty, "the client hears nothing of it")
  }

  @Test func whoReadItInTheDeskGetsNoMail() async throws {
    let mail = try await MailDesk.make()
    try await mail.deliver(letter())
    _ = try await mail.desk.browser(of: mail.desk.cast.anna).post("/notifications/reading")
    try await mail.desk.pass(seconds: MailNotice.wait)
    #expect(try await letters(mail, to: "anna@service.example").isEmpty)
    #expect(try await letters(mail, to: "boris@service.example").count == 1)
  }

  @Test func nobodyIsBuriedInMails() async throws {
    let mail = try await MailDesk.make()
    for number in 0..<40 { try await mail.deliver(letter(from: "u\(number)@romashka.example", subject: "Тревога \(number)")) }
    try await mail.desk.pass(seconds: MailNotice.wait)
    #expect(try await letters(mail, to: "anna@service.example").count == MailNotice.mostAnHour)
    let inDesk: Int64? = try await mail.desk.value("SELECT count(*) FROM notification WHERE employee_id = \(mail.desk.cast.anna)")
    #expect(inDesk == 41)
  }
}
