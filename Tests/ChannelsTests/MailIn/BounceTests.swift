import Desk
import DeskTesting
import Storage
import Testing

@testable import Channels

@Suite struct BounceTests {
  @Test func aReportIsShownOnTheReplyAndMarksTheAddress() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket)
    let row = try await mail.deliver(Bounces.report(of: id, for: "olga@romashka.example"))
    #expect(try row["outcome"] == "bounce")
    #expect(try row["ticket_number"] == ticket)
    let message: Row = try await mail.desk.world.read { try $0.row("SELECT * FROM message ORDER BY id DESC LIMIT 1")! }
    let (delivery, note): (String, String?) = (try message["delivery"], try message["delivery_note"])
    #expect(delivery == "bounced" && note?.contains("no such user") == true)
    let page = try await mail.desk.browser(of: mail.desk.cast.anna).get("/mail?tab=failed").text
    #expect(page.contains("Такого адреса нет. Уточните его у клиента."), "in words, not in codes")
    let marked: String?? = try await mail.desk.value("SELECT bounce_reason FROM contact_email WHERE email = 'olga@romashka.example'")
    #expect(marked??.contains("5.1.1") == true)
    let kinds: [String] = try await mail.desk.values("SELECT kind FROM event ORDER BY id")
    #expect(kinds.contains("mail.bounced"))
  }

  @Test(
    arguments: [
      ("5.1.1", "unknownAddress"), ("5.2.2", "mailboxFull"), ("4.2.2", "mailboxFull"), ("5.3.4", "tooLarge"), ("5.7.26", "rejected"),
      ("5.0.0", nil), ("nonsense", nil), (nil, nil),
    ] as [(String?, String?)])
  func theCommonCodesHaveWords(_ status: String?, _ kind: String?) { #expect(BounceReason.of(status) == kind) }

  @Test func aReportSaysNothingOfAddressesThatWeDidNotWriteTo() async throws {
    let mail = try await MailDesk.make()
    let id = try await mail.answer(mail.desk.cast.printerOnFire, to: ["lawyer@elsewhere.example"])
    try await mail.deliver(Bounces.report(of: id, for: "olga@romashka.example"))
    let marked: Int64? = try await mail.desk.value("SELECT count(*) FROM contact_email WHERE bounced_at IS NOT NULL")
    #expect(marked == 0)
  }

  @Test func aDelayIsNoFailure() async throws {
    let mail = try await MailDesk.make()
    let id = try await mail.answer(mail.desk.cast.printerOnFire)
    let row = try await mail.deliver(Bounces.report(of: id, for: "olga@romashka.example", action: "delayed", status: "4.4.1"))
    #expect(try row["reason"] == "notFinal")
    let delivery: String? = try await mail.desk.value("SELECT delivery FROM message ORDER BY id DESC LIMIT 1")
    #expect(delivery == "queued")
  }
}
