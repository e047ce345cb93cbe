import Desk
import DeskTesting
import Secrets
import Storage
import Testing

@testable import Channels
@testable import Mail

/// What becomes of a message on its server once it is safe here.
@Suite(.serialized) struct AfterFetchTests {
  private static let dovecot = Result { try Dovecot.start(users: ["seen": "x", "delete": "x", "move": "x", "again": "x"]) }

  private func fetch(_ user: String, _ change: (inout Mailbox) -> Void) async throws -> MailDesk {
    let dovecot = try Self.dovecot.get()
    try dovecot.append(Array(letter(id: "\(user)@romashka.example").utf8), of: user)
    let mail = try await MailDesk.make { mailbox in
      mailbox.imap = .init(
        url: "imap://127.0.0.1:\(dovecot.port)?security=none", user: user,
        sealed: DeskKeys(key: [UInt8](repeating: 7, count: 32)).seal.close(Secret("x")))
      change(&mailbox)
    }
    try await look(mail)
    return mail
  }

  private func look(_ mail: MailDesk) async throws { try await look(mail.desk.world, mail.mailbox) }

  private func look(_ world: World, _ mailbox: Mailbox) async throws {
    let client = IMAPClient(try await mailbox.reach(mailbox.imap, world: world)!)
    try await MailFetch(world: world, mailbox: mailbox, client: client).run()
    await client.close()
  }

  @Test func itIsMarkedDeletedOrMoved() async throws {
    let dovecot = try Self.dovecot.get()
    _ = try await fetch("seen") { $0.afterFetch = .seen }
    #expect(try dovecot.messages(of: "seen").map { $0.flags.contains("\\Seen") } == [true])
    _ = try await fetch("delete") { $0.afterFetch = .delete }
    #expect(try dovecot.messages(of: "delete").isEmpty)
    // The folder is made.
    _ = try await fetch("move") { ($0.afterFetch, $0.afterFolder) = (.move, "Забрано") }
    #expect(try dovecot.messages(of: "move").isEmpty)
    #expect(try dovecot.messages(in: "Забрано", of: "move").count == 1)
  }

  @Test func onlyAfterItIsSafe() async throws {
    let dovecot = try Self.dovecot.get()
    let mail = try await fetch("again") { ($0.afterFetch, $0.afterFolder) = (.move, "Done") }
    // A crash between the commit and the move: the message is there once more, and known.
    try dovecot.append(Array(letter(id: "again@romashka.example").utf8), of: "again")
    try await look(mail)
    #expect(try await mail.desk.values("SELECT id FROM mail") as [Int64] == [1])
    #expect(try dovecot.messages(of: "again").isEmpty)
    #expect(try dovecot.messages(in: "Done", of: "again").count == 2)
    // One that cannot be stored stays where it is.
    try dovecot.append(Array(letter(id: "later@romashka.example").utf8), of: "again")
    var unknown = mail.mailbox
    unknown.id = 77
    await #expect(throws: (any Error).self) { try await look(mail.desk.world, unknown) }
    #expect(try dovecot.messages(of: "again").count == 1)
  }

  @Test func theFormAsksWhere() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let typed = [("address", "support@service.example"), ("imapHost", "127.0.0.1"), ("afterFetch", "move"), ("anyway", "1")]
    for folder in ["", "INBOX"] {
      let refused = try await boss.post("/settings/mailboxes", typed + [("afterFolder", folder)])
      #expect(refused.status == 422 && refused.text.contains("не ту, из которой письма забираются"))
    }
    #expect(try await boss.post("/settings/mailboxes", typed + [("afterFolder", "Забрано")]).status == 303)
    let kept: String? = try await desk.value("SELECT after_folder FROM mailbox WHERE after_fetch = 'move'")
    #expect(kept == "Забрано")
  }
}
