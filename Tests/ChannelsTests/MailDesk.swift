import Desk
import DeskTesting
import Foundation
import Storage

@testable import Channels
@testable import Mail

/// A desk with a mailbox, and mail for it.
struct MailDesk {
  let desk: TestDesk
  let mailbox: Mailbox

  static func make(_ change: (inout Mailbox) -> Void = { _ in }) async throws -> MailDesk {
    let desk = try await TestDesk.make()
    var mailbox = Mailbox.blank(address: "support@service.example")
    mailbox.name = "Сервис Плюс"
    mailbox.receivingServer = "mx.service.example"
    mailbox.smtp = Mailbox.Access(url: "smtp://127.0.0.1:9?security=none", user: "", sealed: nil)
    mailbox.acknowledges = false
    change(&mailbox)
    let new = mailbox
    let made = try await desk.world.write { change in
      var mailbox = new
      try mailbox.insert(in: change)
      // Of what the cast did before there was a mailbox nobody is told by mail.
      try change.db.run("UPDATE notification SET by_mail = 0, in_desk = 1")
      return mailbox
    }
    return MailDesk(desk: desk, mailbox: made)
  }

  /// Stores the message and handles it. The newest row of mail tells what became of it.
  @discardableResult func deliver(_ raw: String) async throws -> Row { try await deliver(Array(raw.utf8)) }

  @discardableResult func deliver(_ raw: [UInt8]) async throws -> Row {
    try await MailArrival.store(raw, in: [mailbox.id], world: desk.world)
    try await desk.jobs.runDue()
    return try await newest()
  }

  func newest() async throws -> Row { try await desk.world.read { try $0.row("SELECT * FROM mail ORDER BY id DESC LIMIT 1")! } }

  func raw(of row: Row) async throws -> [UInt8] {
    try await MailRaw.find(row["id"], world: desk.world).all(in: desk.world.blobs)
  }

  /// What waits to be sent, or was.
  func sent(_ purpose: MailPurpose? = nil) async throws -> [Row] {
    try await desk.world.read { db in
      try db.rows("SELECT * FROM mail_out ORDER BY id").filter { row in
        let found: MailPurpose = try row["purpose"]
        return purpose == nil || purpose == found
      }
    }
  }

  /// Anna's public answer, past the time in which it could be taken back. Nothing listens on the mailbox's server.
  @discardableResult func answer(_ ticket: Int64, to: [String] = ["olga@romashka.example"], text: String = "Смотрим") async throws -> String
  {
    let anna = try await desk.agent(desk.cast.anna)
    try await desk.world.write { change in
      var ticket = try anna.ticket(ticket, in: change.db)
      _ = try ticket.reply(
        MessageBody(source: text, html: "<p>\(text)</p>", text: text), to: to, by: anna, lastSeen: nil, in: change)
    }
    try await desk.pass(seconds: 10)
    let rows = try await sent(.reply)
    return try rows.last!["header_id"]
  }
}

extension TestDesk {
  func value<T: ColumnValue & Sendable>(_ sql: SQL) async throws -> T? { try await world.read { try $0.value(sql) } }
  func values<T: ColumnValue & Sendable>(_ sql: SQL) async throws -> [T] { try await world.read { try $0.values(sql) } }
  func change(_ sql: SQL) async throws { try await world.write { _ = try $0.db.run(sql) } }
}

/// A message as text. Headers that are `nil` are left out.
func letter(
  from: String = "Ольга <olga@romashka.example>", to: String = "support@service.example", subject: String = "Не печатает",
  id: String? = UUID().uuidString + "@romashka.example", answers: String? = nil, more: [String] = [], text: String = "Здравствуйте!"
) -> String {
  var lines = ["From: \(from)", "To: \(to)", "Subject: \(subject)", "Date: Mon, 23 Nov 2026 10:00:00 +0300"]
  if let id { lines.append("Message-ID: <\(id)>") }
  if let answers { lines += ["In-Reply-To: <\(answers)>", "References: <\(answers)>"] }
  lines += more + ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text, ""]
  return lines.joined(separator: "\r\n")
}

/// The receiving server vouches for the sender's domain, or says that it is not to be believed.
func results(_ dmarc: String, domain: String) -> String {
  "Authentication-Results: mx.service.example; dmarc=\(dmarc) header.from=\(domain)"
}
