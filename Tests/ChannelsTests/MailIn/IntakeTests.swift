import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail

/// Nothing is lost and nothing is doubled, whatever comes.
@Suite struct IntakeTests {
  private func tickets(_ mail: MailDesk) async throws -> Int64 {
    try await mail.desk.value("SELECT count(*) FROM ticket")!
  }

  @Test func theSameMessageTwiceIsOneTicket() async throws {
    let mail = try await MailDesk.make()
    let raw = letter()
    try await mail.deliver(raw)
    try await mail.deliver(raw)
    #expect(try await tickets(mail) == 2, "the cast's ticket and this one")
    #expect(try await mail.desk.values("SELECT id FROM mail") as [Int64] == [1])
  }

  @Test func theSameMessageByAnotherWayIsOneTicket() async throws {
    let mail = try await MailDesk.make()
    let raw = letter(id: "same@romashka.example")
    try await mail.deliver("Received: from a by b; Mon, 23 Nov 2026 10:00:00 +0300\r\n" + raw)
    try await mail.deliver("Return-Path: <olga@romashka.example>\r\nReceived: from c\r\n by d; Mon, 23 Nov 2026 10:00:09 +0300\r\n" + raw)
    #expect(try await mail.desk.values("SELECT id FROM mail") as [Int64] == [1])
    // A list server's footer makes other bytes of it.
    let row = try await mail.deliver(letter(id: "same@romashka.example", text: "Здравствуйте!\r\n--\r\nfooter"))
    #expect(try row["reason"] == "repeated")
    #expect(try await tickets(mail) == 2)
  }

  @Test func oneIdForDifferentMessagesLosesNone() async throws {
    let mail = try await MailDesk.make()
    try await mail.deliver(letter(subject: "Касса 1", id: "always@the.same"))
    try await mail.deliver(letter(subject: "Касса 2", id: "always@the.same"))
    #expect(try await tickets(mail) == 3)
  }

  @Test func aDeviceThatSaysTheSameTwiceMeansIt() async throws {
    let mail = try await MailDesk.make()
    let raw = "From: ups@romashka.example\r\nSubject: power lost\r\n\r\npower lost\r\n"
    try await mail.deliver("Received: by us; Mon, 23 Nov 2026 10:00:00 +0300\r\n" + raw)
    try await mail.deliver("Received: by us; Mon, 23 Nov 2026 11:00:00 +0300\r\n" + raw)
    #expect(try await tickets(mail) == 3)
  }

  @Test func theJobRunTwiceDoesItOnce() async throws {
    let mail = try await MailDesk.make()
    let world = mail.desk.world
    try await MailArrival.store(Array(letter().utf8), in: [mail.mailbox.id], world: world)
    // Two workers at once, and once more afterwards.
    async let first: Void = HandleMail().run(in: world)
    async let second: Void = HandleMail().run(in: world)
    _ = try await (first, second)
    try await HandleMail().run(in: world)
    #expect(try await tickets(mail) == 2)
  }

  @Test func aMessageToTwoMailboxesIsOneTicket() async throws {
    let mail = try await MailDesk.make()
    let second = try await mail.desk.world.write { change in
      var box = Mailbox.blank(address: "sales@service.example")
      try box.insert(in: change)
      return box.id
    }
    try await MailArrival.store(Array(letter().utf8), in: [mail.mailbox.id, second], world: mail.desk.world)
    try await mail.desk.jobs.runDue()
    #expect(try await tickets(mail) == 2)
    #expect(try await mail.desk.values("SELECT outcome FROM mail ORDER BY id") as [String] == ["ticket", "ignored"])
  }

  @Test func answersWaitForWhatTheyAnswer() async throws {
    let mail = try await MailDesk.make()
    let world = mail.desk.world
    try await MailArrival.store(Array(letter(id: "first@romashka.example").utf8), in: [mail.mailbox.id], world: world)
    try await MailArrival.store(Array(letter(answers: "first@romashka.example").utf8), in: [mail.mailbox.id], world: world)
    try await mail.desk.jobs.runDue()
    #expect(try await mail.desk.values("SELECT outcome FROM mail ORDER BY id") as [String] == ["ticket", "followUp"])
  }

  @Test func aMessageThatTakesTheProgramDownIsSetAside() async throws {
    let mail = try await MailDesk.make()
    for subject in ["Ядовитое", "Обычное"] {
      try await MailArrival.store(Array(letter(subject: subject).utf8), in: [mail.mailbox.id], world: mail.desk.world)
    }
    // As after so many starts, each ended by the first of them.
    try await mail.desk.change("UPDATE mail SET tries = \(MailIntake.mostTries) WHERE id = 1")
    try await mail.desk.jobs.runDue()
    #expect(try await mail.desk.values("SELECT outcome FROM mail ORDER BY id") as [String] == ["quarantined", "ticket"])
    #expect(try await mail.desk.value("SELECT reason FROM mail WHERE id = 1") == "crashed")
  }

  @Test func manyAreHandledInTheirOrder() async throws {
    let mail = try await MailDesk.make()
    for number in 1...(MailIntake.mostAtOnce * 2 + 3) {
      let raw = letter(from: "u\(number)@romashka.example", subject: "Письмо \(number)")
      try await MailArrival.store(Array(raw.utf8), in: [mail.mailbox.id], world: mail.desk.world)
    }
    try await mail.desk.jobs.runDue()
    let subjects: [String] = try await mail.desk.values("SELECT subject FROM ticket WHERE number > 1 ORDER BY number")
    #expect(subjects == (1...(MailIntake.mostAtOnce * 2 + 3)).map { "Письмо \($0)" })
    let left: Int64? = try await mail.desk.value("SELECT count(*) FROM job WHERE kind = 'mail.handle'")
    #expect(left == 0)
  }

  @Test func aMessageThatCannotBeHandledHoldsNobodyUp() async throws {
    let mail = try await MailDesk.make()
    let world = mail.desk.world
    try await MailArrival.store(Array(letter().utf8), in: [mail.mailbox.id], world: world)
    try await mail.desk.change("DELETE FROM mail_raw")
    try await mail.deliver(letter(subject: "Следующее"))
    #expect(try await mail.desk.values("SELECT outcome FROM mail ORDER BY id") as [String] == ["quarantined", "ticket"])
    #expect(try await mail.desk.value("SELECT reason FROM mail WHERE id = 1") == "error")
  }

  @Test func oneThatFailsInTheMiddleDoesNotUndoItsNeighbours() async throws {
    let mail = try await MailDesk.make()
    let world = mail.desk.world
    for number in 1...3 { try await MailArrival.store(Array(letter(subject: "№ \(number)").utf8), in: [mail.mailbox.id], world: world) }
    try await mail.desk.change("ALTER TABLE ticket ADD COLUMN bad TEXT CHECK (subject <> '№ 2')")
    try await mail.desk.jobs.runDue()
    #expect(try await mail.desk.values("SELECT outcome FROM mail ORDER BY id") as [String] == ["ticket", "quarantined", "ticket"])
  }

  @Test func tenThousandPartsAreKeptAside() async throws {
    let mail = try await MailDesk.make()
    var raw = letter(more: []).components(separatedBy: "MIME-Version")[0]
    raw += "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    raw += String(repeating: "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", count: 10_000) + "--b--\r\n"
    let row = try await mail.deliver(raw)
    let (reason, subject, sender, detail): (String?, String, String, String) = (
      try row["reason"], try row["subject"], try row["from_email"], try row["detail"]
    )
    #expect(reason == "limit.parts" && subject == "Не печатает" && sender == "olga@romashka.example")
    #expect(try MailDetail.decoded(detail)["allowed"] == "1000")
    #expect(try await mail.raw(of: row) == Array(raw.utf8))
  }

  @Test func sixtyMegabytesAreKeptAside() async throws {
    let mail = try await MailDesk.make()
    let head = Array(letter(text: "").utf8)
    let raw = head + [UInt8](repeating: 0x78, count: (60 << 20) + 1 - head.count)
    let row = try await mail.deliver(raw)
    #expect(try row["reason"] == "limit.totalBytes")
    let kept = try await mail.raw(of: row)
    #expect(kept.count == raw.count)
  }

  @Test func unknownAndWrongCharsetsAreReadAllTheSame() async throws {
    let mail = try await MailDesk.make()
    let headers = "From: olga@romashka.example\r\nDate: Mon, 23 Nov 2026 10:00:00 +0300\r\nMIME-Version: 1.0\r\n"
    let unknown = headers + "Subject: unknown\r\nContent-Type: text/plain; charset=x-made-up\r\n\r\nHello there\r\n"
    #expect(try await mail.deliver(unknown)["outcome"] == "ticket")
    let text: String? = try await mail.desk.value("SELECT text FROM message ORDER BY id DESC LIMIT 1")
    #expect(text == "Hello there")
    let windows: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]
    let wrong = Array((headers + "Subject: wrong\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n").utf8) + windows + [13, 10]
    try await mail.deliver(wrong)
    let second: String? = try await mail.desk.value("SELECT text FROM message ORDER BY id DESC LIMIT 1")
    #expect(second == "Привет")
  }

  @Test func zerosAndEmptinessDoNoHarm() async throws {
    let mail = try await MailDesk.make()
    for raw in ["", "\r\n", "\0\0\0", "From: olga@romashka.example\r\nSubject: a\0b\r\n\r\nx\0y"] { try await mail.deliver(raw) }
    let open: Int64? = try await mail.desk.value("SELECT count(*) FROM mail WHERE outcome = 'waiting' OR reason IN ('error', 'crashed')")
    #expect(open == 0)
    let texts: [String] = try await mail.desk.values("SELECT text FROM message")
    #expect(texts.allSatisfy { !$0.contains("\0") })
  }

  @Test func aFloodWaitsForAPerson() async throws {
    let mail = try await MailDesk.make()
    for number in 0...MailFacts.mostInWindow { try await mail.deliver(letter(subject: "Тревога \(number)")) }
    #expect(try await tickets(mail) == Int64(MailFacts.mostInWindow) + 1)
    #expect(try await mail.newest()["reason"] == "flood")
    mail.desk.clock.advance(minutes: MailFacts.windowMinutes + 1)
    #expect(try await mail.deliver(letter(subject: "Опять"))["outcome"] == "ticket")
  }

  @Test func filesOfAMessageBelongToItAndPicturesStandInIt() async throws {
    let mail = try await MailDesk.make()
    let raw = """
      From: olga@romashka.example
      Date: Mon, 23 Nov 2026 10:00:00 +0300
      Subject: files
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=m

      --m
      Content-Type: multipart/related; boundary=r

      --r
      Content-Type: text/html; charset=utf-8

      <p>look <img src="cid:pic@x"> <script>alert(1)</script></p>
      --r
      Content-Type: image/png; name=a.png
      Content-ID: <pic@x>
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --r--
      --m
      Content-Type: application/octet-stream
      Content-Disposition: attachment; filename="../../evil.exe"
      Content-Transfer-Encoding: base64

      TVo=
      --m--

      """.replacingOccurrences(of: "\n", with: "\r\n")
    try await mail.deliver(raw)
    let files: [Row] = try await mail.desk.world.read { try $0.rows("SELECT * FROM attachment ORDER BY id") }
    let names: [String] = try files.map { try $0["name"] }
    #expect(names.count == 2 && !names.contains { $0.contains("/") })
    #expect(try files.map { try $0["is_executable"] as Bool } == [false, true])
    let html: String? = try await mail.desk.value("SELECT html FROM message ORDER BY id DESC LIMIT 1")
    let publicID: String = try files[0]["public_id"]
    #expect(html?.contains("/files/\(publicID)") == true && html?.contains("script") == false)
  }
}
