import Desk
import DeskTesting
import Storage
import Testing

@testable import Channels

/// Classes 9 and 10: the desk is no relay, and nobody is anybody else by saying so. Tokens are proved in `ThreadingTests`, floods in
/// `IntakeTests` and `SendingTests`; here is what a stranger can make the desk send.
@Suite struct MailAbuseTests {
  private static let secret = "BUY-PILLS-AT-EVIL"

  private func desk(_ change: (inout Mailbox) -> Void = { _ in }) async throws -> (TestDesk, Int64) {
    let desk = try await TestDesk.make()
    var mailbox = Mailbox.blank(address: "support@service.example")
    mailbox.smtp = Mailbox.Access(url: "smtp://127.0.0.1:9?security=none", user: "", sealed: nil)
    mailbox.receivingServer = "mx.service.example"
    mailbox.acknowledges = true
    change(&mailbox)
    let new = mailbox
    let id = try await desk.world.write { change in
      var mailbox = new
      try mailbox.insert(in: change)
      return mailbox.id
    }
    return (desk, id)
  }

  private func deliver(_ lines: [String], to mailbox: Int64, of desk: TestDesk) async throws {
    try await MailArrival.store(Array((lines.joined(separator: "\r\n") + "\r\n").utf8), in: [mailbox], world: desk.world)
    try await desk.jobs.runDue()
  }

  private func sent(_ desk: TestDesk) async throws -> [Row] {
    try await desk.world.read { try $0.rows("SELECT * FROM mail_out ORDER BY id") }
  }

  @Test func anAcknowledgementRepeatsNothingOfAStranger() async throws {
    let (desk, mailbox) = try await desk()
    try await deliver(
      [
        "From: \(Self.secret) <victim@elsewhere.example>", "To: support@service.example", "Cc: other-victim@elsewhere.example",
        "Reply-To: third-victim@elsewhere.example", "Subject: \(Self.secret)", "Message-ID: <1@elsewhere.example>", "", Self.secret,
      ], to: mailbox, of: desk)
    try await desk.pass(seconds: 3600)
    let letters = try await sent(desk).filter { row in
      let recipients: String = try row["recipients"]
      return !recipients.contains("@service.example")
    }
    #expect(letters.count == 1)
    for row in letters {
      #expect(try row["recipients"] as String == "[\"victim@elsewhere.example\"]")
      let id: Int64 = try row["id"]
      try await desk.change("UPDATE mail_out SET state = 'queued' WHERE id = \(id)")
      let letter = try await desk.world.read { try Letter.load(id, in: $0)! }
      let wire = String(decoding: try letter.message(blobs: desk.world.blobs, keys: desk.world.keys), as: UTF8.self)
      #expect(!wire.contains(Self.secret) && !wire.lowercased().contains("pills"))
      #expect(!letter.text.contains(Self.secret) && !letter.subject.contains(Self.secret))
    }
  }

  /// Sender, answer address and everybody in copy are named by the stranger: of a hundred mails each, no more than the cap goes to any.
  @Test func nobodyIsFloodedThroughTheDesk() async throws {
    let (desk, mailbox) = try await desk()
    for number in 1...40 {
      try await deliver(
        [
          "From: v <victim@elsewhere.example>", "To: support@service.example", "Cc: copied@elsewhere.example", "Subject: \(number)",
          "Message-ID: <\(number)@elsewhere.example>", "", "\(number)",
        ], to: mailbox, of: desk)
    }
    try await desk.pass(seconds: 60)
    var counts: [String: Int] = [:]
    for row in try await sent(desk) { counts[try row["recipients"], default: 0] += 1 }
    for (recipients, count) in counts where !recipients.contains("@service.example") {
      #expect(count <= Acknowledgement.mostAnHour, "\(recipients): \(count)")
      #expect(recipients == "[\"victim@elsewhere.example\"]")
    }
    #expect(counts.values.allSatisfy { $0 <= MailNotice.mostAnHour })
  }

  /// Nobody becomes an employee by a From: each way of making it look right, none of which is our own server's word.
  @Test(arguments: [
    [], ["Authentication-Results: evil.example; dmarc=pass header.from=service.example"],
    ["Authentication-Results: mx.service.example; dmarc=fail header.from=service.example"],
    ["Authentication-Results: mx.service.example; spf=pass; dkim=pass header.d=evil.example"],
    ["Authentication-Results: mx.service.example; dmarc=pass header.from=evil.example"],
    ["Authentication-Results: mx.service.example.evil.example; dmarc=pass header.from=service.example"],
    [
      "Authentication-Results: mx.service.example; dmarc=fail header.from=service.example",
      "Authentication-Results: mx.service.example; dmarc=pass header.from=service.example",
    ],
    ["ARC-Authentication-Results: i=1; mx.service.example; dmarc=pass header.from=service.example"],
    ["Sender: anna@service.example", "X-Authenticated: anna@service.example"],
  ])
  func aFromIsNoProof(_ proof: [String]) async throws {
    let (desk, mailbox) = try await desk()
    let ticket = desk.cast.printerOnFire
    for (number, subject) in ["Re: Принтер горит [#\(ticket)]", "status: closed"].enumerated() {
      try await deliver(
        proof + [
          "From: Anna <anna@service.example>", "To: support@service.example", "Subject: \(subject)", "Message-ID: <f\(number)@x.example>",
          "",
          Self.secret,
        ], to: mailbox, of: desk)
    }
    try await desk.pass(seconds: 3600)
    let asAnna: Int64? = try await desk.value("SELECT count(*) FROM message WHERE author_kind = 'employee'")
    let toOlga: [String] = try await desk.values("SELECT subject FROM mail_out WHERE recipients LIKE '%olga@%'")
    #expect(asAnna == 0 && toOlga.isEmpty, "nothing is said in Anna's name, and nothing goes to the client")
  }
}
