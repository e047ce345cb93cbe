import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels

/// The page Mail: what it shows, to whom, and what a person can make of a message.
@Suite struct MailPageTests {
  private func stranger(_ mail: MailDesk, subject: String = "Помогите") async throws -> Int64 {
    try await mail.deliver(letter(from: "Ева <eve@evil.example>", subject: subject, text: "<script>alert(1)</script>"))["id"]
  }

  private func quarantining() async throws -> MailDesk { try await MailDesk.make { $0.strangers = .quarantine } }

  @Test func everyMessageIsThereWithItsOutcomeAndReason() async throws {
    let mail = try await quarantining()
    let id = try await stranger(mail, subject: "<b>Помогите</b>")
    try await mail.deliver(letter())
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let all = try await anna.get("/mail")
    #expect(all.status == 200)
    #expect(all.text.contains("&lt;b&gt;Помогите&lt;/b&gt;") && all.text.contains("Не печатает"))
    #expect(all.text.contains("Карантин <span class=\"counter counter-late\">1</span>"))
    let quarantine = try await anna.get("/mail?tab=quarantine")
    #expect(quarantine.text.contains("/mail/\(id)") && !quarantine.text.contains("Не печатает"))
    #expect(quarantine.text.contains("ящик не принимает письма от незнакомых"))
    let page = try await anna.get("/mail/\(id)")
    #expect(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script>alert"))
    #expect(page.text.contains("/mail/\(id)/acceptance"))
  }

  @Test func whyNoMailComesIsToldAsItIs() async throws {
    let mail = try await MailDesk.make()
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    #expect(try await !boss.get("/mail").text.contains("banner-soon"))
    try await mail.desk.change("UPDATE mailbox SET is_active = 0")
    let example = try await boss.get("/mail").text
    #expect(example.contains("Ящик support@service.example — пример и приостановлен") && example.contains("/settings/mailboxes/new"))
    #expect(try await !boss.get("/settings/mailboxes").text.contains("работает"), "nobody tried")
    try await mail.desk.change("UPDATE mailbox SET address = 'help@romashka.ru'")
    let paused = try await boss.get("/mail").text
    #expect(paused.contains("Ящик help@romashka.ru приостановлен") && paused.contains("href=\"/settings/mailboxes/\(mail.mailbox.id)\""))
    try await mail.desk.change("UPDATE mailbox SET archived_at = 1")
    #expect(try await boss.get("/mail").text.contains("Почта не подключена"))
    // Who may not change it is shown no button.
    #expect(try await !mail.desk.browser(of: mail.desk.cast.anna).get("/mail").text.contains("/settings/mailboxes/new"))
  }

  @Test func theWholeIsDownloadedAndNeverShown() async throws {
    let mail = try await MailDesk.make()
    let raw = letter(from: "eve@evil.example")
    let id: Int64 = try await mail.deliver(raw)["id"]
    let answer = try await mail.desk.browser(of: mail.desk.cast.audit).get("/mail/\(id)/raw")
    #expect(answer.text == raw)
    #expect(answer.header("Content-Disposition") == "attachment; filename=\"mail-\(id).eml\"")
    #expect(answer.header("Content-Type") == "application/octet-stream" && answer.header("X-Content-Type-Options") == "nosniff")
    #expect(answer.header("Content-Security-Policy")?.contains("sandbox") == true)
  }

  @Test func aLongMessageIsShownFromItsBeginning() async throws {
    let mail = try await MailDesk.make()
    let id: Int64 = try await mail.deliver(letter(text: String(repeating: "x", count: 300 << 10) + "THE END"))["id"]
    let browser = try await mail.desk.browser(of: mail.desk.cast.anna)
    let page = try await browser.get("/mail/\(id)")
    #expect(page.text.contains("Показано начало") && !page.text.contains("THE END"))
    #expect(try await browser.get("/mail/\(id)/raw").text.contains("THE END"))
  }

  @Test func itIsFoundByTheBeginningOfSenderAndSubject() async throws {
    let mail = try await MailDesk.make()
    try await mail.deliver(letter(from: "Пётр <petr@new.example>", subject: "Re: Касса молчит"))
    try await mail.deliver(letter(subject: "Лампа"))
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    for query in ["petr@", "КАССА", "Fwd: касса"] {
      let text = try await anna.get("/mail?q=\(query.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)").text
      #expect(text.contains("Касса молчит") && !text.contains("Лампа"), "\(query)")
    }
    #expect(try await anna.get("/mail?q=nobody").text.contains("Ничего не нашлось"))
  }

  @Test func pagesGoOnFromTheLastLine() async throws {
    let mail = try await MailDesk.make()
    try await mail.desk.world.write { change in
      for number in 1...60 {
        try change.db.run(
          """
          INSERT INTO mail (mailbox_id, hash, subject, size, received_at, outcome, reason, handled_at)
          VALUES (1, \("h\(number)"), \("subject-\(number)-"), 1, 1, 'ignored', 'list', 1)
          """)
      }
    }
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let first = try await anna.get("/mail?tab=ignored").text
    #expect(first.contains("subject-60-") && first.contains("subject-11-") && !first.contains("subject-10-"))
    #expect(first.contains("before=11"))
    let second = try await anna.get("/mail?tab=ignored&before=11").text
    #expect(second.contains("subject-10-") && second.contains("subject-1-") && !second.contains("rel=\"next\""))
  }

  @Test func aQuarantinedMessageBecomesATicketOnce() async throws {
    let mail = try await quarantining()
    let id = try await stranger(mail)
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let answer = try await anna.post("/mail/\(id)/acceptance", [("ticket", "")])
    let ticket: Int64? = try await mail.desk.value("SELECT ticket_number FROM mail WHERE id = \(id)")
    #expect(answer.status == 303 && answer.location == "/tickets/\(ticket!)")
    let again = try await anna.post("/mail/\(id)/acceptance", [("ticket", "")])
    #expect(again.status == 409)
    let count: Int64? = try await mail.desk.value("SELECT count(*) FROM ticket")
    #expect(count == 2)
    let who: [Int64] = try await mail.desk.values("SELECT actor_id FROM event WHERE kind = 'mail.accepted'")
    #expect(who == [mail.desk.cast.anna])
  }

  @Test func itCanBecomePartOfATicketThatThePersonSees() async throws {
    let mail = try await quarantining()
    let id = try await stranger(mail)
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let ticket = mail.desk.cast.printerOnFire
    for wrong in ["999", "x"] {
      let refused = try await anna.post("/mail/\(id)/acceptance", [("ticket", wrong)])
      #expect(refused.status == 422 && refused.text.contains("Такой заявки нет") && refused.text.contains("value=\"\(wrong)\""))
    }
    #expect(try await anna.post("/mail/\(id)/acceptance", [("ticket", "#\(ticket)")]).location == "/tickets/\(ticket)")
    let messages: Int64? = try await mail.desk.value("SELECT count(*) FROM message WHERE ticket_number = \(ticket)")
    #expect(messages == 2)
  }

  @Test func acceptedIntoAClosedTicketItOpensTheNextOne() async throws {
    let mail = try await quarantining()
    let (id, ticket) = (try await stranger(mail), mail.desk.cast.printerOnFire)
    try await mail.desk.world.write { change in
      var closed = try #require(try Ticket.forDesk(ticket, in: change))
      try closed.close(by: .desk, in: change)
    }
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let answer = try await anna.post("/mail/\(id)/acceptance", [("ticket", String(ticket))])
    let opened: Int64? = try await mail.desk.value("SELECT number FROM ticket WHERE related_number = \(ticket) AND relation = 'continued'")
    #expect(try answer.location == "/tickets/\(#require(opened))")
  }

  @Test func acceptedIntoAJoinedTicketItComesToTheOneThatGoesOn() async throws {
    let mail = try await quarantining()
    let (id, survivor) = (try await stranger(mail), mail.desk.cast.printerOnFire)
    let joined: Int64? = try await mail.deliver(letter())["ticket_number"]
    let number = try #require(joined)
    try await mail.desk.world.write { change in
      var (one, other) = (try #require(try Ticket.forDesk(number, in: change)), try #require(try Ticket.forDesk(survivor, in: change)))
      try one.join(&other, by: .desk, in: change)
    }
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    #expect(try await boss.post("/mail/\(id)/acceptance", [("ticket", String(number))]).location == "/tickets/\(survivor)")
  }

  @Test func aMessageOverALimitBecomesATicketWithTheWholeAttached() async throws {
    let mail = try await MailDesk.make()
    var raw = "From: olga@romashka.example\r\nSubject: many\r\nDate: Mon, 23 Nov 2026 10:00:00 +0300\r\nMIME-Version: 1.0\r\n"
    raw += "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    raw += String(repeating: "--b\r\n\r\nx\r\n", count: 2_000) + "--b--\r\n"
    let id: Int64 = try await mail.deliver(raw)["id"]
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    #expect(try await anna.post("/mail/\(id)/acceptance").status == 303)
    let file: Row = try await mail.desk.world.read { try $0.row("SELECT name, size FROM attachment")! }
    let (name, size): (String, Int) = (try file[0], try file[1])
    #expect(name == "mail-\(id).eml" && size == raw.utf8.count)
  }

  @Test func tryingAgainAsksTheRulesAnew() async throws {
    let mail = try await quarantining()
    let id = try await stranger(mail)
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    _ = try await anna.post("/mail/\(id)/retry")
    try await mail.desk.jobs.runDue()
    #expect(try await mail.newest()["reason"] == "stranger")
    try await mail.desk.change("UPDATE mailbox SET strangers = 'accept'")
    _ = try await anna.post("/mail/\(id)/retry")
    try await mail.desk.jobs.runDue()
    #expect(try await mail.newest()["outcome"] == "ticket")
  }

  @Test func aDismissedMessageLeavesTheQuarantineAndStays() async throws {
    let mail = try await quarantining()
    let id = try await stranger(mail)
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    #expect(try await anna.post("/mail/\(id)/dismissal").status == 303)
    #expect(!(try await anna.get("/mail?tab=quarantine").text.contains("/mail/\(id)\"")))
    #expect(try await anna.get("/mail?tab=ignored").text.contains("Отклонено сотрудником"))
  }

  @Test func whoMayOnlyReadChangesNothing() async throws {
    let mail = try await quarantining()
    let id = try await stranger(mail)
    let audit = try await mail.desk.browser(of: mail.desk.cast.audit)
    #expect(!(try await audit.get("/mail/\(id)").text.contains("acceptance")))
    for action in ["acceptance", "retry", "dismissal"] { #expect(try await audit.post("/mail/\(id)/\(action)").status == 403) }
    #expect(try await mail.desk.stranger().get("/mail/\(id)", headers: ["Accept": "application/json"]).status != 200)
    #expect(try await mail.newest()["outcome"] == "quarantined")
  }

  @Test func mailOfTicketsThatOneDoesNotSeeIsNotThere() async throws {
    let mail = try await MailDesk.make()
    let row = try await mail.deliver(letter(subject: "Секрет"))
    let (id, ticket): (Int64, Int64?) = (try row["id"], try row["ticket_number"])
    try await mail.answer(ticket!, text: "тайна")
    try await mail.desk.change(
      "UPDATE role_right SET scope = 'own' WHERE right_key LIKE 'tickets.%' AND role_id = (SELECT id FROM role WHERE key = 'agent')")
    try await mail.desk.change("UPDATE ticket SET assignee_id = \(mail.desk.cast.anna) WHERE number = \(ticket)")
    let (anna, boris) = (try await mail.desk.browser(of: mail.desk.cast.anna), try await mail.desk.browser(of: mail.desk.cast.boris))
    let message: Int64? = try await mail.desk.value("SELECT id FROM message WHERE mail_id = \(id)")
    for path in ["/mail/\(id)", "/mail/\(id)/raw", "/mail/outgoing/1", "/messages/\(message!)/original"] {
      #expect(try await anna.get(path).status == 200, "\(path)")
      #expect(try await boris.get(path).status == 404, "\(path)")
    }
    #expect(!(try await boris.get("/mail").text.contains("Секрет")))
    #expect(!(try await boris.get("/mail?tab=queue").text.contains("Секрет")))
    #expect(!(try await boris.get("/mail?q=olga").text.contains("Секрет")))
    #expect(!(try await boris.get("/mail").text.contains("class=\"counter")))
  }

  @Test func aFailedMailIsSentAgain() async throws {
    var script = SMTPSink.Script()
    script.recipients = ["*": "550 5.1.1 no such user"]
    let sink = try SMTPSink.start(script: script)
    let mail = try await MailDesk.make { $0.smtp = .init(url: "smtp://127.0.0.1:\(sink.port)?security=none", user: "", sealed: nil) }
    try await mail.answer(mail.desk.cast.printerOnFire)
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    #expect(try await anna.get("/mail?tab=failed").text.contains("no such user"))
    try sink.play(SMTPSink.Script())
    #expect(try await anna.post("/mail/outgoing/1/retry").status == 303)
    try await mail.desk.jobs.runDue()
    #expect(try sink.messages().count == 1)
    let delivery: String? = try await mail.desk.value("SELECT delivery FROM message ORDER BY id DESC LIMIT 1")
    #expect(delivery == "sent")
    #expect(try await anna.post("/mail/outgoing/1/retry").status == 409)
  }
}
