import Desk
import Foundation
import Mail
import Storage

/// Handles one stored message: reads it, decides, and does all of it in one transaction, so that a crash anywhere repeats the
/// whole and nothing is doubled.
struct MailIntake: Sendable {
  let world: World
  /// A message that took the program down with it this often is not opened again by itself.
  static let mostTries = 5

  func handle(_ id: Int64) async throws {
    guard try await begin(id) else { return }
    do {
      try await open(id)
    } catch let error where Self.isPassing(error) {
      throw error
    } catch {
      world.log.error("a message could not be handled", metadata: ["mail": "\(id)", "error": "\(error)"])
      try await setAside(id, reason: "error", detail: ["error": String(String(describing: error).prefix(1000))])
    }
  }

  /// Counts the try before the message is touched. False when there is nothing to do any more.
  private func begin(_ id: Int64) async throws -> Bool {
    let tries = try await world.write { change -> Int? in
      try change.db.value("UPDATE mail SET tries = tries + 1 WHERE id = \(id) AND outcome = 'waiting' RETURNING tries")
    }
    guard let tries else { return false }
    guard tries <= Self.mostTries else {
      try await setAside(id, reason: "crashed", detail: ["tries": String(Self.mostTries)])
      return false
    }
    return true
  }

  private func open(_ id: Int64) async throws {
    let raw = try await MailArrival.raw(id, world: world)
    let mail: IncomingMail
    do throws(MailRefusal) {
      mail = try MailReader.read(raw)
    } catch {
      let detail = ["allowed": String(error.allowed), "found": String(error.found)]
      return try await setAside(id, reason: "limit." + error.limit.rawValue, detail: detail, header: Self.header(of: raw))
    }
    let prepared = try PreparedMail(mail, blobs: world.blobs)
    let translations = world.translations
    try await world.write { change in
      guard let mailbox = try Self.waiting(id, in: change) else { return }
      try Self.describe(id, mail, in: change)
      let facts = try MailFacts.gather(for: mail, id: id, mailbox: mailbox, in: change)
      let outcome = MailOutcome(id: id, prepared: prepared, facts: facts, change: change, words: translations[mailbox.language])
      try outcome.carryOut(facts.decision(for: mail))
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

  private func setAside(_ id: Int64, reason: String, detail: [String: String], header: [UInt8] = []) async throws {
    // A header that cannot be read leaves the columns empty; the raw text is there to be looked at.
    let mail = header.isEmpty ? nil : try? MailReader.read(header)
    let facts = try MailDetail.encoded(detail)
    try await world.write { change in
      if let mail { try Self.describe(id, mail, in: change) }
      try change.db.run(
        """
        UPDATE mail SET outcome = 'quarantined', reason = \(reason), detail = \(facts), handled_at = \(change.now)
        WHERE id = \(id) AND outcome = 'waiting'
        """)
    }
  }

  /// The header of a message whose whole is over a limit, as far as it is read in any case.
  static func header(of raw: [UInt8]) -> [UInt8] {
    let start = raw.prefix(MailLimits().headerBytes / 2)
    for index in start.indices where raw[index] == 0x0A {
      let next = raw[(index + 1)...].prefix(2)
      if next.first == 0x0A || next.elementsEqual([0x0D, 0x0A]) { return Array(raw[...index]) }
    }
    return start.lastIndex(of: 0x0A).map { Array(raw[...$0]) } ?? []
  }

  /// What ends by itself or by an administrator's hand, and would befall the next message as well.
  private static func isPassing(_ error: any Error) -> Bool {
    switch error {
    case StorageError.unreachable, StorageError.cannotWrite, StorageError.overloaded, StorageError.closed, StorageError.damaged: true
    case let error as BlobError: error.isDiskFull
    default: error is CancellationError
    }
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
