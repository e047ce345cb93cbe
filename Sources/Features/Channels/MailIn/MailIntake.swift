import Desk
import Foundation
import Mail
import Markup
import Secrets
import Storage

/// Handles one stored message: reads it, decides, and does all of it in one transaction, so that a crash anywhere repeats the
/// whole and nothing is doubled.
struct MailIntake: Sendable {
  let world: World

  func handle(_ id: Int64) async throws {
    let raw = try await MailArrival.raw(id, world: world)
    let mail: IncomingMail
    do throws(MailRefusal) {
      mail = try MailReader.read(raw)
    } catch {
      return try await setAside(id, error)
    }
    let prepared = try PreparedMail(mail, blobs: world.blobs)
    let keys = world.keys
    try await world.write { change in
      guard let mailbox = try Self.waiting(id, in: change) else { return }
      try Self.describe(id, mail, in: change)
      let facts = try MailFacts(for: mail, id: id, mailbox: mailbox, in: change, keys: keys)
      try MailOutcome(id: id, prepared: prepared, facts: facts, change: change).carryOut(facts.decision(for: mail))
    }
  }

  /// The mailbox of a message that nobody handled yet; `nil` when a repeat finds the work done.
  private static func waiting(_ id: Int64, in change: Transaction) throws -> Mailbox? {
    guard let mailbox: Int64 = try change.db.value("SELECT mailbox_id FROM mail WHERE id = \(id) AND outcome = 'waiting'\(change.db.lock)")
    else { return nil }
    return try Mailbox.find(mailbox, in: change.db)
  }

  /// What the page Mail shows of a message, whatever becomes of it.
  private static func describe(_ id: Int64, _ mail: IncomingMail, in change: Transaction) throws {
    try change.db.run(
      """
      UPDATE mail SET message_id = \(mail.messageID.map { String($0.prefix(500)) }), from_email = \(EmailAddress.normalized(mail.from?.address ?? "")),
        from_name = \(String((mail.from?.name ?? "").prefix(300))), subject = \(String(mail.subject.prefix(500))) WHERE id = \(id)
      """)
  }

  private func setAside(_ id: Int64, _ refusal: MailRefusal) async throws {
    let detail = ["allowed": String(refusal.allowed), "found": String(refusal.found)]
    _ = try await world.write { change in
      try change.db.run(
        """
        UPDATE mail SET outcome = 'quarantined', reason = \("limit." + refusal.limit.rawValue), detail = \(try MailDetail.encoded(detail)),
          handled_at = \(change.now) WHERE id = \(id) AND outcome = 'waiting'
        """)
    }
  }
}

/// Facts behind an outcome, for the sentence that tells it.
enum MailDetail {
  static func encoded(_ detail: [String: String]) throws -> String { String(decoding: try JSONEncoder().encode(detail), as: UTF8.self) }
  static func decoded(_ text: String) throws -> [String: String] { try JSONDecoder().decode([String: String].self, from: Data(text.utf8)) }
}
