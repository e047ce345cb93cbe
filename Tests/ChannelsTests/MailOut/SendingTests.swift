import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail
@testable import Web

/// Nothing that was written is lost on the way out, and what did not arrive is told.
@Suite struct SendingTests {
  private func delivery(_ mail: MailDesk) async throws -> String? {
    try await mail.desk.value("SELECT delivery FROM message ORDER BY id DESC LIMIT 1")
  }

  private func make(_ sink: SMTPSink, _ change: (inout Mailbox) -> Void = { _ in }) async throws -> MailDesk {
    try await MailDesk.make { mailbox in
      mailbox.smtp = .init(url: "smtp://127.0.0.1:\(sink.port)?security=none", user: "", sealed: nil)
      change(&mailbox)
    }
  }

  @Test func aRefusedRecipientIsToldAtOnce() async throws {
    var script = SMTPSink.Script()
    script.recipients = ["*": "550 5.1.1 no such user"]
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try sink.messages().isEmpty)
    #expect(try await delivery(mail) == "failed")
    let kinds: [String] = try await mail.desk.values("SELECT kind FROM event ORDER BY id")
    #expect(kinds.last == "mail.failed")
    #expect(try await mail.sent()[0]["state"] == "failed")
  }

  @Test func aPausedMailboxSendsNothingUntilItIsResumed() async throws {
    var script = SMTPSink.Script()
    script.mail = "421 4.3.2 closing"
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    #expect(try await boss.post("/settings/mailboxes/\(mail.mailbox.id)/pause").status == 303)
    try sink.play(SMTPSink.Script())
    try await mail.desk.pass(seconds: 120)
    #expect(try sink.messages().isEmpty)
    try await mail.desk.world.write { change in
      var mailbox = try #require(try Mailbox.find(mail.mailbox.id, in: change.db))
      mailbox.isActive = true
      try mailbox.save(by: .desk, in: change)
    }
    try await mail.desk.jobs.runDue()
    #expect(try sink.messages().count == 1)
  }

  @Test func aServerThatIsDownIsTriedAgainAndThenTheReplyGoes() async throws {
    var script = SMTPSink.Script()
    script.mail = "421 4.3.2 closing"
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try await delivery(mail) == "queued")
    try sink.play(SMTPSink.Script())
    try await mail.desk.pass(seconds: 120)
    #expect(try await delivery(mail) == "sent")
    #expect(try sink.messages().count == 1)
  }

  @Test func aWrongPasswordIsTheMailboxesTroubleAndLosesNoReply() async throws {
    var script = SMTPSink.Script()
    script.users = ["support": "right"]
    let sink = try SMTPSink.start(requiresLogin: true, script: script)
    let mail = try await make(sink) {
      $0.smtp = .init(
        url: "smtp://127.0.0.1:\(sink.port)?security=none", user: "support",
        sealed: DeskKeys(key: [UInt8](repeating: 7, count: 32)).seal.close(.init("wrong")))
    }
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try await delivery(mail) == "queued")
    let error: String?? = try await mail.desk.value("SELECT sending_error FROM mailbox")
    #expect(error??.hasPrefix("loginDenied") == true)
    // An administrator puts it right: what waited goes.
    let boss = try await mail.desk.agent(mail.desk.cast.boss)
    let seal = mail.desk.world.keys.seal
    try await mail.desk.world.write { change in
      var mailbox = try boss.mailbox(mail.mailbox.id, in: change.db)
      mailbox.smtp?.sealed = seal.close(.init("right"))
      try mailbox.save(by: boss.actor, in: change)
    }
    try await mail.desk.jobs.runDue()
    #expect(try await delivery(mail) == "sent")
    let after: String? = try await mail.desk.value("SELECT sending_error FROM mailbox")
    #expect(after == nil)
  }

  @Test func afterFourDaysItIsGivenUpAndTold() async throws {
    let mail = try await MailDesk.make()
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try await delivery(mail) == "queued")
    for _ in 0..<14 { try await mail.desk.pass(seconds: 12 * 3600) }
    #expect(try await delivery(mail) == "failed")
    let waiting: Int64? = try await mail.desk.value("SELECT count(*) FROM mail_out WHERE state = 'queued' AND purpose = 'reply'")
    #expect(waiting == 0)
  }

  @Test func aMailboxSendsNoFasterThanItMay() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink) { $0.rate = 2 }
    for text in ["1", "2", "3"] { try await mail.answer(mail.desk.cast.printerOnFire, text: text) }
    #expect(try sink.messages().count == 2)
    try await mail.desk.pass(seconds: 60)
    #expect(try sink.messages().count == 3)
  }

  @Test func repliesToOneTicketKeepTheirOrder() async throws {
    var script = SMTPSink.Script()
    script.data = "451 4.2.1 later"
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire, text: "первый")
    try sink.play(SMTPSink.Script())
    try await mail.answer(mail.desk.cast.printerOnFire, text: "второй")
    #expect(try sink.messages().isEmpty, "the second waits for the first")
    try await mail.desk.pass(seconds: 60)
    let texts = try sink.messages().compactMap { try MailReader.read([UInt8]($0.data)).text }
    #expect(texts.map { String($0.prefix(6)) } == ["первый", "второй"])
  }

  @Test func aNameFromOutsideCannotBreakAHeader() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink) { $0.name = "Desk\r\nBcc: eve@evil.example" }
    let (name, subject) = ("Olga\r\nX-Evil: 1 <eve@evil.example>", "a\r\nBcc: eve@evil.example\r\n\r\nbody")
    try await mail.desk.change("UPDATE contact SET name = \(name)")
    try await mail.desk.change("UPDATE ticket SET subject = \(subject)")
    try await mail.answer(mail.desk.cast.printerOnFire)
    let message = try #require(try sink.messages().first)
    #expect(message.recipients == ["olga@romashka.example"])
    let read = try MailReader.read([UInt8](message.data))
    #expect(read.headers["Bcc"] == nil && read.headers["X-Evil"] == nil)
    #expect(read.to.map(\.address) == ["olga@romashka.example"])
  }

  @Test func aPictureInTheTextTravelsInsideOfTheMessage() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink)
    let desk = mail.desk
    let (anna, number, blobs) = (try await desk.agent(desk.cast.anna), desk.cast.printerOnFire, desk.world.blobs)
    let file = Form.File(name: "экран.png", contentType: "image/png", bytes: Array("picture".utf8))
    let upload = try NewUpload(file, blobs: blobs, otherwise: "file")
    try await desk.world.write { change in
      let picture = try anna.keep(upload, in: change)
      var ticket = try anna.ticket(number, in: change.db)
      let body = try MessageBody(typed: "<p>Вот так:</p><img src=\"/files/\(picture.publicID)\">", format: .html)
      _ = try ticket.post(NewMessage(.public, body), by: anna, in: change)
    }
    try await desk.pass(seconds: 10)
    #expect(try await delivery(mail) == "sent")
    let message = try #require(try sink.messages().first)
    let read = try MailReader.read([UInt8](message.data))
    let picture = try #require(read.attachments.first)
    let id = try #require(picture.contentID)
    #expect(picture.isInline && picture.fileName == "экран.png")
    #expect(read.html?.contains("cid:\(id)") == true)
  }

  @Test func acknowledgementsCannotBeMadeToFlood() async throws {
    let mail = try await MailDesk.make { $0.acknowledges = true }
    for number in 0..<6 { try await mail.deliver(letter(from: "victim@else.example", subject: "Купите \(number)")) }
    let sent = try await mail.sent(.acknowledgement)
    #expect(sent.count == Acknowledgement.mostAnHour)
    for row in sent {
      let (subject, text): (String, String) = (try row["subject"], try row["text"])
      #expect(!subject.contains("Купите") && !text.contains("Здравствуйте!\r\n"))
    }
    try await mail.deliver(letter(from: "cron@else.example", more: ["Auto-Submitted: auto-generated"]))
    #expect(try await mail.sent(.acknowledgement).count == Acknowledgement.mostAnHour, "machines are not answered")
    mail.desk.clock.advance(minutes: 25 * 60)
    try await mail.deliver(letter(from: "late@else.example", subject: "old"))
    #expect(try await mail.sent(.acknowledgement).count == Acknowledgement.mostAnHour, "nor old messages")
  }

  @Test func aLetterWhoseReceiptTheServerDidNotConfirmIsSentAgainAndNotCalledSent() async throws {
    var script = SMTPSink.Script()
    script.data = "2 drop"
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try await delivery(mail) == "queued")
    let browser = try await mail.desk.browser(of: mail.desk.cast.boss)
    #expect(try await browser.get("/tickets/1").text.contains("не подтвердил"))
    let id: Int64? = try await mail.desk.value("SELECT max(id) FROM mail_out WHERE purpose = 'reply'")
    #expect(try await browser.get("/mail/outgoing/\(id!)").text.contains("не подтвердил"))
    try sink.play(SMTPSink.Script())
    try await mail.desk.pass(seconds: 120)
    #expect(try await delivery(mail) == "sent")
    let ids = try sink.messages().map { try MailReader.read([UInt8]($0.data)).messageID }
    #expect(ids.count == 2 && Set(ids).count == 1, "the same letter, by which its second copy is known")
  }

  @Test func aServerThatNeverConfirmsGetsAFewCopiesOnly() async throws {
    var script = SMTPSink.Script()
    script.data = "2 drop"
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    for _ in 0..<6 { try await mail.desk.pass(seconds: 3600) }
    #expect(try await delivery(mail) == "failed")
    #expect(try sink.messages().filter { $0.recipients == ["olga@romashka.example"] }.count == SendMail.mostCopies)
    let browser = try await mail.desk.browser(of: mail.desk.cast.anna)
    #expect(try await browser.get("/tickets/1").text.contains("Неизвестно, дошло ли"))
    #expect(try await mail.desk.browser(of: mail.desk.cast.boss).get("/mail?tab=failed").text.contains("Неизвестно, дошло ли"))
  }

  @Test func aTryIsCountedOnce() async throws {
    var script = SMTPSink.Script()
    script.data = "451 4.2.1 later"
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try await mail.sent()[0]["attempts"] as Int == 1)
  }
}
