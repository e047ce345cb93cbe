import Desk
import DeskTesting
import Foundation
import Secrets
import Storage
import Testing

@testable import Channels
@testable import Mail

/// The main job through real servers: Dovecot brings the client's mail, a real SMTP server takes the answer.
@Suite(.serialized) struct StoryTests {
  private static let dovecot = Result { try Dovecot.start(users: ["support": "пароль", "second": "x"]) }

  private func desk(_ sink: SMTPSink, user: String = "support", _ change: (inout Mailbox) -> Void = { _ in }) async throws -> MailDesk {
    let dovecot = try Self.dovecot.get()
    return try await MailDesk.make { mailbox in
      let seal = DeskKeys(key: [UInt8](repeating: 7, count: 32)).seal
      mailbox.imap = .init(
        url: "imaps://localhost:\(dovecot.tlsPort)", user: user, sealed: seal.close(Secret(user == "support" ? "пароль" : "x")))
      mailbox.smtp = .init(url: "smtp://127.0.0.1:\(sink.port)?security=none", user: "", sealed: nil)
      mailbox.authorityFile = dovecot.certificate
      mailbox.acknowledges = true
      change(&mailbox)
    }
  }

  private func fetch(_ mail: MailDesk) async throws -> Int {
    let (id, world) = (mail.mailbox.id, mail.desk.world)
    let mailbox = try await world.read { try Mailbox.find(id, in: $0)! }
    let client = IMAPClient(try mailbox.server(mailbox.imap, seal: world.keys.seal)!)
    let count = try await MailFetch(world: world, mailbox: mailbox, client: client).run()
    await client.close()
    try await mail.desk.jobs.runDue()
    return count
  }

  @Test func aRequestComesInByMailAndLeavesAnswered() async throws {
    let dovecot = try Self.dovecot.get()
    let sink = try SMTPSink.start()
    let mail = try await desk(sink)
    let folder = "Заявки"
    try await mail.desk.change("UPDATE mailbox SET imap_folder = \(folder)")
    try dovecot.append(Array(letter(from: "Пётр <petr@new.example>", id: "one@new.example").utf8), to: folder, of: "support")
    #expect(try await fetch(mail) == 1)
    #expect(try dovecot.messages(in: folder, of: "support").map { $0.flags.contains("\\Seen") } == [true])
    let number: Int64? = try await mail.newest()["ticket_number"]

    let acknowledgement = try #require(try sink.messages().first)
    let first = try MailReader.read([UInt8](acknowledgement.data))
    #expect(acknowledgement.recipients == ["petr@new.example"])
    #expect(first.headers["Auto-Submitted"] == "auto-replied")
    #expect(first.inReplyTo == ["one@new.example"])
    #expect(!first.subject.contains("Не печатает") && first.subject.contains("[#\(number!)]"))

    try await mail.answer(number!, to: ["petr@new.example"], text: "Смотрим")
    let sent = try #require(try sink.messages().last)
    let answer = try MailReader.read([UInt8](sent.data))
    #expect(answer.from?.address == "support@service.example")
    #expect(answer.from?.name == "Анна Смирнова, Сервис Плюс")
    #expect(answer.subject == "Re: Не печатает [#\(number!)]")
    #expect(answer.inReplyTo == ["one@new.example"])
    #expect(answer.headers["Auto-Submitted"] == nil)
    #expect(answer.text?.contains("Смотрим") == true && answer.html?.contains("Смотрим") == true)
    let delivery: String? = try await mail.desk.value("SELECT delivery FROM message ORDER BY id DESC LIMIT 1")
    #expect(delivery == "sent")

    try dovecot.append(
      Array(letter(from: "petr@new.example", subject: "другая тема", answers: answer.messageID!, text: "Спасибо").utf8), to: folder,
      of: "support")
    #expect(try await fetch(mail) == 1)
    let row = try await mail.newest()
    let (outcome, same): (String, Int64?) = (try row["outcome"], try row["ticket_number"])
    #expect(outcome == "followUp" && same == number)
    #expect(try await fetch(mail) == 0)
    #expect(try sink.messages().count == 2, "an answer in a ticket is not acknowledged")
  }

  @Test func aCrashBetweenStoringAndMarkingDoublesNothing() async throws {
    let dovecot = try Self.dovecot.get()
    let mail = try await desk(try SMTPSink.start(), user: "second") { $0.acknowledges = false }
    let raw = Array(letter(id: "crash@romashka.example").utf8)
    try dovecot.append(raw, of: "second")
    // What was durable when the program went down: the message, but neither its mark on the server nor the bookmark.
    let stored = try #require(String(bytes: raw, encoding: .utf8))
    try await MailArrival.store(Array(stored.utf8), in: [mail.mailbox.id], world: mail.desk.world)
    #expect(try await fetch(mail) == 0)
    #expect(try dovecot.messages(of: "second").map { $0.flags.contains("\\Seen") } == [true])
    let (mails, tickets): (Int64?, Int64?) = (
      try await mail.desk.value("SELECT count(*) FROM mail"), try await mail.desk.value("SELECT count(*) FROM ticket")
    )
    #expect(mails == 1 && tickets == 2)
  }

  @Test func anOldFolderBeginsWithWhatIsUnread() async throws {
    let dovecot = try Self.dovecot.get()
    let mail = try await desk(try SMTPSink.start(), user: "second") { $0.acknowledges = false }
    let folder = "Old"
    for number in 1...3 { try dovecot.append(Array(letter(subject: "old \(number)").utf8), to: folder, of: "second") }
    let mailbox = mail.mailbox
    let client = IMAPClient(try mailbox.server(mailbox.imap, seal: mail.desk.world.keys.seal)!)
    let listing = try await client.list(folder, .after(nil))
    for uid in [listing.uids[0], listing.uids[2]] { try await client.markSeen(uid, in: folder, validity: listing.validity) }
    try await mail.desk.change("UPDATE mailbox SET imap_folder = \(folder)")
    #expect(try await fetch(mail) == 1)
    #expect(try await mail.newest()["subject"] == "old 2")
    // What comes later is taken even if somebody reads it first.
    try dovecot.append(Array(letter(subject: "new 4").utf8), to: folder, of: "second")
    let later = try await client.list(folder, .after(IMAPBookmark(validity: listing.validity, lastUID: listing.uids[2])))
    try await client.markSeen(later.uids[0], in: folder, validity: listing.validity)
    #expect(try await fetch(mail) == 1)
    #expect(try await mail.newest()["subject"] == "new 4")
    await client.close()
  }
}
