import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail

/// An employee wrote down what a client said by telephone: the client is told by mail what was written, if that is wanted.
@Suite struct ConfirmationTests {
  /// Anna fills in the form of a new ticket.
  @discardableResult
  private func open(_ mail: MailDesk, _ subject: String = "Касса молчит", text: String = "Не включается с утра", isTold: Bool = true)
    async throws -> Int64
  {
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let answer = try await anna.post(
      "/tickets",
      [
        ("subject", subject), ("text", text), ("requester", "olga@romashka.example"), ("contact", String(mail.desk.cast.olga)),
        ("key", UUID().uuidString),
      ] + (isTold ? [("notify", "1")] : []))
    #expect(answer.status == 303, "\(answer.text)")
    try await mail.desk.pass(seconds: 1)
    let number: Int64? = try await mail.desk.value("SELECT max(number) FROM ticket")
    return number!
  }

  private func confirmations(_ mail: MailDesk) async throws -> [Row] { try await mail.sent(.acknowledgement) }

  @Test func theClientIsToldWhatWasWrittenDown() async throws {
    let mail = try await MailDesk.make()
    let number = try await open(mail)
    let rows = try await confirmations(mail)
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    #expect(try row["recipients"] == "[\"olga@romashka.example\"]")
    #expect(try row["subject"] == "Заявка № \(number) зарегистрирована: Касса молчит [#\(number)]")
    let text: String = try row["text"]
    #expect(text.contains("заявка № \(number)") && text.contains("Касса молчит") && text.contains("Не включается с утра"))
    let id: Int64 = try row["id"]
    let letter = try await mail.desk.world.read { try Letter.load(id, in: $0)! }
    let read = try MailReader.read(letter.message(blobs: mail.desk.world.blobs, keys: mail.desk.world.keys))
    #expect(read.headers["Auto-Submitted"] != nil && read.from?.address == "support@service.example")
    // The answer to it belongs to the ticket.
    let answer = try await mail.deliver(letterText(answering: read.messageID!))
    #expect(try answer["outcome"] == "followUp")
    #expect(try answer["ticket_number"] == number)
  }

  private func letterText(answering id: String) -> String { letter(subject: "другое", answers: id, text: "И принтер тоже") }

  @Test func inTheirLanguageElseInTheDesks() async throws {
    let mail = try await MailDesk.make()
    try await mail.desk.change("UPDATE contact SET language = 'en' WHERE id = \(mail.desk.cast.olga)")
    let number = try await open(mail)
    #expect(try await confirmations(mail).first?["subject"] == "Ticket #\(number) registered: Касса молчит [#\(number)]")
  }

  @Test func whatIsSaidTwiceIsWrittenOnce() async throws {
    let mail = try await MailDesk.make()
    try await open(mail, "Касса молчит", text: "Касса молчит")
    let text: String = try #require(try await confirmations(mail).first)["text"]
    #expect(text.components(separatedBy: "Касса молчит").count == 2)
    #expect(!text.contains("\n\n\n"), "no hole where the text would be")
  }

  @Test func nobodyIsToldWhereItIsNotWantedOrCannotBe() async throws {
    let unwanted = try await MailDesk.make()
    try await open(unwanted, isTold: false)
    #expect(try await confirmations(unwanted).isEmpty)

    let noAddress = try await MailDesk.make()
    try await noAddress.desk.change("DELETE FROM contact_email WHERE contact_id = \(noAddress.desk.cast.olga)")
    let olga = noAddress.desk.cast.olga
    try await noAddress.desk.world.write { change in
      var new = NewTicket(subject: "Звонок", body: MessageBody(source: "x", html: "x", text: "x"), channel: .web)
      (new.requesterID, new.isConfirmed) = (olga, true)
      _ = try Ticket.open(new, by: MessageAuthor(actor: .contact(olga), name: "Ольга", email: nil), in: change)
    }
    try await noAddress.desk.pass(seconds: 1)
    #expect(try await confirmations(noAddress).isEmpty)

    let noMailbox = try await MailDesk.make { $0.smtp = nil }
    try await open(noMailbox)
    #expect(try await confirmations(noMailbox).isEmpty)
  }

  @Test func aJobThatIsRepeatedTellsOnce() async throws {
    let mail = try await MailDesk.make()
    let number = try await open(mail)
    let message: Int64? = try await mail.desk.value("SELECT min(id) FROM message WHERE ticket_number = \(number)")
    // The program went down after the commit and before the job was taken off the list.
    try await Confirmation(ticket: number, message: message!).run(in: mail.desk.world)
    #expect(try await confirmations(mail).count == 1)
  }
}
