import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail

/// A paused mailbox keeps what is written, however long the pause is.
@Suite struct PausedMailboxTests {
  private func make(_ sink: SMTPSink) async throws -> MailDesk {
    try await MailDesk.make { mailbox in
      // Not an example's, which is never resumed.
      mailbox.address = "support@service.test"
      mailbox.smtp = .init(url: "smtp://127.0.0.1:\(sink.port)?security=none", user: "", sealed: nil)
    }
  }

  private func set(_ mail: MailDesk, isActive: Bool) async throws {
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    let path = "/settings/mailboxes/\(mail.mailbox.id)/pause"
    #expect(try await (isActive ? boss.delete(path) : boss.post(path)).status == 303)
  }

  private func delivery(_ mail: MailDesk) async throws -> String? {
    try await mail.desk.value("SELECT delivery FROM message ORDER BY id DESC LIMIT 1")
  }

  @Test func aReplyWhoseHoldEndsInThePauseWaitsAndSaysSo() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink)
    try await set(mail, isActive: false)
    try await mail.answer(mail.desk.cast.printerOnFire)
    #expect(try await delivery(mail) == "queued")
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    #expect(try await anna.get("/tickets/1").text.contains("ящик приостановлен"))
    try await set(mail, isActive: true)
    #expect(!(try await anna.get("/tickets/1").text.contains("ящик приостановлен")))
    try await mail.desk.jobs.runDue()
    #expect(try await delivery(mail) == "sent")
    #expect(try sink.messages().count == 1)
  }

  @Test func aPauseOfAWeekLosesNothing() async throws {
    var script = SMTPSink.Script()
    script.mail = "421 4.3.2 closing"
    let sink = try SMTPSink.start(script: script)
    let mail = try await make(sink)
    try await mail.answer(mail.desk.cast.printerOnFire)
    try await set(mail, isActive: false)
    let note: String? = try await mail.desk.value("SELECT note FROM mail_out WHERE purpose = 'reply'")
    #expect(note == MailboxRest.paused)
    for _ in 0..<14 { try await mail.desk.pass(seconds: 12 * 3600) }
    #expect(try await delivery(mail) == "queued")
    try sink.play(SMTPSink.Script())
    try await set(mail, isActive: true)
    try await mail.desk.jobs.runDue()
    #expect(try await delivery(mail) == "sent")
  }

  @Test func whatWaitsInARemovedMailboxIsToldAtOnceAndLeavesFromAnother() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink)
    try await set(mail, isActive: false)
    try await mail.answer(mail.desk.cast.printerOnFire)
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    #expect(try await boss.delete("/settings/mailboxes/\(mail.mailbox.id)").status == 303)
    try await mail.desk.jobs.runDue()
    #expect(try await delivery(mail) == "failed")
    #expect(try await boss.get("/tickets/1").text.contains("Ящик отключён"))
    let message: Int64? = try await mail.desk.value("SELECT max(id) FROM message")
    #expect(try await boss.post("/messages/\(message!)/sending").status == 409, "there is no other yet")
    let smtp = try #require(mail.mailbox.smtp)
    try await mail.desk.world.write { change in
      var other = Mailbox.blank(address: "second@service.test")
      other.smtp = smtp
      try other.insert(in: change)
    }
    #expect(try await boss.post("/messages/\(message!)/sending").status == 303)
    try await mail.desk.jobs.runDue()
    #expect(try await delivery(mail) == "sent")
    #expect(try sink.messages().map(\.sender) == ["second@service.test"])
  }

  @Test func theOldestWaitingMailIsTheOneThatWaitsLongest() async throws {
    let sink = try SMTPSink.start()
    let mail = try await make(sink)
    try await set(mail, isActive: false)
    for text in ["1", "2"] { try await mail.answer(mail.desk.cast.printerOnFire, text: text) }
    let now = mail.desk.clock.now
    // The first was sent again a moment ago; the second has waited for two hours.
    try await mail.desk.change("UPDATE mail_out SET queued_at = \(now)")
    try await mail.desk.change(
      "UPDATE mail_out SET queued_at = \(now + .seconds(-7200)) WHERE id = (SELECT max(id) FROM mail_out WHERE purpose = 'reply')")
    let queue = try await mail.desk.world.read { db in try MailHealth.reports(db, now: now) }.first { $0.name == "mail.queue" }
    #expect(queue?.gauge == 7200)
    #expect(queue?.isWell == false)
  }
}
