import Desk
import DeskTesting
import Foundation
import Secrets
import Storage
import Testing

@testable import Channels
@testable import Mail

/// A message above the limit of 60 MB: kept as it came, in the quarantine, whatever way it took.
@Suite(.serialized) struct LargeMailTests {
  private static let excess = 1000

  /// Larger than allowed by a little, with the headers of an ordinary one.
  private static let raw: [UInt8] = {
    var raw = Array(letter(subject: "Скан договора", id: "scan@romashka.example", text: "").utf8)
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 76) + [13, 10]
    raw.reserveCapacity(MailLimits().totalBytes + excess + line.count)
    while raw.count < MailLimits().totalBytes + excess { raw += line }
    return raw
  }()

  @Test func itIsFetchedIntoTheQuarantineAndMarkedOnTheServer() async throws {
    let dovecot = try Dovecot.start(users: ["large": "x"])
    defer { dovecot.stop() }
    let mail = try await MailDesk.make { mailbox in
      mailbox.imap = .init(
        url: "imap://127.0.0.1:\(dovecot.port)?security=none", user: "large",
        sealed: DeskKeys(key: [UInt8](repeating: 7, count: 32)).seal.close(Secret("x")))
    }
    try dovecot.append(Self.raw, of: "large")
    try dovecot.append(Array(letter(subject: "next").utf8), of: "large")
    let client = IMAPClient(try mail.mailbox.server(mail.mailbox.imap, seal: mail.desk.world.keys.seal)!)
    #expect(try await MailFetch(world: mail.desk.world, mailbox: mail.mailbox, client: client).run() == 2)
    await client.close()
    try await mail.desk.jobs.runDue()

    let rows = try await mail.desk.world.read { try $0.rows("SELECT * FROM mail ORDER BY id") }
    #expect(try rows[0]["outcome"] == "quarantined")
    #expect(try rows[0]["reason"] == "limit.totalBytes")
    #expect(try rows[0]["subject"] == "Скан договора")
    #expect(try rows[0]["size"] == Self.raw.count)
    #expect(try await mail.raw(of: rows[0]) == Self.raw)
    #expect(try rows[1]["outcome"] == "ticket", "what comes after it is not held up")
    #expect(try dovecot.messages(of: "large").allSatisfy { $0.flags.contains("\\Seen") })
    // The same message by another way is known.
    #expect(try await MailArrival.store(Self.raw, in: [mail.mailbox.id], world: mail.desk.world) == 0)
  }

  @Test func aPersonCanMakeItATicketWithTheWholeOfItAttached() async throws {
    let mail = try await MailDesk.make()
    let row = try await mail.deliver(Self.raw)
    let anna = try await mail.desk.agent(mail.desk.cast.anna)
    let number = try await MailJudgement(id: row["id"], agent: anna).accept(into: nil, world: mail.desk.world)
    let file = try await mail.desk.world.read { try $0.row("SELECT name, size, blob FROM attachment WHERE ticket_number = \(number)") }
    #expect(try file?["size"] == Self.raw.count)
    #expect(try file?["name"] == "mail-\(row["id"] as Int64).eml")
    #expect(try mail.desk.world.blobs.get(file!["blob"]) == Self.raw)
  }

  @Test func anotherTryLeavesItWhereItIs() async throws {
    let mail = try await MailDesk.make()
    let row = try await mail.deliver(Self.raw)
    let anna = try await mail.desk.agent(mail.desk.cast.anna)
    let judgement = MailJudgement(id: try row["id"], agent: anna)
    try await mail.desk.world.write { try judgement.retry(in: $0) }
    try await mail.desk.jobs.runDue()
    #expect(try await mail.newest()["reason"] == "limit.totalBytes")
  }
}
