import Desk
import Foundation
import Mail
import Storage
import Web

/// A message after it was read, and before anything is done with it.
struct Opened: Sendable {
  enum Result: Sendable {
    case ready(PreparedMail)
    /// The header may say from whom it is all the same.
    case unreadable(_ reason: String, [String: String], header: [UInt8])
  }

  let id: Int64
  let result: Result

  /// - Throws: only what is no fault of the message.
  static func open(_ id: Int64, world: World) async throws -> Opened {
    do {
      let (raw, blobs) = (try await MailRaw.find(id, world: world), world.blobs)
      do {
        return Opened(id: id, result: .ready(try PreparedMail(try read(raw, in: blobs), blobs: blobs)))
      } catch let refusal as MailRefusal {
        let detail = ["allowed": String(refusal.allowed), "found": String(refusal.found)]
        return Opened(id: id, result: .unreadable("limit." + refusal.limit.rawValue, detail, header: try header(of: raw, in: blobs)))
      }
    } catch let error where !MailIntake.isPassing(error) {
      return Opened(id: id, result: .unreadable("error", failure(error), header: []))
    }
  }

  /// A message over the limit is not even taken into memory.
  /// - Throws: `MailRefusal` above a limit.
  static func read(_ raw: MailRaw, in blobs: Blobs) throws -> IncomingMail {
    let allowed = MailLimits().totalBytes
    guard raw.size <= allowed else { throw MailRefusal(limit: .totalBytes, allowed: allowed, found: raw.size) }
    return try MailReader.read(raw.all(in: blobs))
  }

  func failed(_ error: any Error) -> Opened { Opened(id: id, result: .unreadable("error", Self.failure(error), header: [])) }

  private static func failure(_ error: any Error) -> [String: String] { ["error": String(String(describing: error).prefix(1000))] }

  func conclude(in change: Transaction, translations: Translations) throws {
    guard let mailbox = try Self.waiting(id, in: change) else { return }
    switch result {
    case .ready(let prepared):
      try Self.describe(id, prepared.mail, in: change)
      let facts = try MailFacts.gather(for: prepared.mail, id: id, mailbox: mailbox, in: change)
      let outcome = MailOutcome(id: id, prepared: prepared, facts: facts, change: change, translations: translations)
      try outcome.carryOut(facts.decision(for: prepared.mail))
    case .unreadable(let reason, let detail, let header):
      // A header that cannot be read leaves the columns empty; the raw text is there to be looked at.
      if !header.isEmpty, let mail = try? MailReader.read(header) { try Self.describe(id, mail, in: change) }
      try change.db.run(
        """
        UPDATE mail SET outcome = 'quarantined', reason = \(reason), detail = \(try MailDetail.encoded(detail)), handled_at = \(change.now)
        WHERE id = \(id)
        """)
    }
  }

  /// The mailbox of a message that nobody handled yet; `nil` when a repeat finds the work done.
  static func waiting(_ id: Int64, in change: Transaction) throws -> Mailbox? {
    guard let mailbox: Int64 = try change.db.value("SELECT mailbox_id FROM mail WHERE id = \(id) AND outcome = 'waiting'\(change.db.lock)")
    else { return nil }
    return try Mailbox.find(mailbox, in: change.db)
  }

  /// What the page Mail shows of a message, whatever becomes of it.
  static func describe(_ id: Int64, _ mail: IncomingMail, in change: Transaction) throws {
    let subject = MailText.subject(mail)
    try change.db.run(
      """
      UPDATE mail SET message_id = \(MailText.messageID(mail)), from_email = \(MailText.sender(mail)), from_name = \(MailText.senderName(mail)),
        subject = \(subject), subject_key = \(MailText.subjectKey(subject)) WHERE id = \(id)
      """)
  }

  /// The header of a message whose whole is over a limit, as far as it is read in any case.
  static func header(of raw: MailRaw, in blobs: Blobs) throws -> [UInt8] {
    let start = try raw.head(MailLimits().headerBytes / 2, in: blobs)
    for index in start.indices where start[index] == 0x0A {
      let next = start[(index + 1)...].prefix(2)
      if next.first == 0x0A || next.elementsEqual([0x0D, 0x0A]) { return Array(start[...index]) }
    }
    return start.lastIndex(of: 0x0A).map { Array(start[...$0]) } ?? []
  }
}

/// Facts behind an outcome, for the sentence that tells it.
enum MailDetail {
  static func encoded(_ detail: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(detail), as: UTF8.self)
  }
  static func decoded(_ text: String) throws -> [String: String] { try JSONDecoder().decode([String: String].self, from: Data(text.utf8)) }
}
