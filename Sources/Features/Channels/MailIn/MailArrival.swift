import Desk
import Mail
import Storage

/// A message is safe in the desk before anything is done with it, and before the server that brought it hears that it was taken.
package enum MailArrival {
  /// Larger raw messages are kept as files beside the database.
  static let largestInRow = 256 << 10

  /// Stores the raw message for each mailbox, all or none, and queues its handling. A message that came before is known by its
  /// fingerprint and not stored twice.
  /// - Returns: how many of the mailboxes did not have it yet.
  @discardableResult
  package static func store(_ raw: [UInt8], in mailboxes: [Int64], world: World) async throws -> Int {
    let hash = MailFingerprint.of(raw)
    let content = raw.count > largestInRow ? MailRaw.blob(try world.blobs.put(raw), size: raw.count) : .bytes(raw)
    return try await store(content, hash: hash, in: mailboxes, world: world)
  }

  /// The same for a message that was written into a file as it came.
  static func store(_ draft: BlobDraft, in mailboxes: [Int64], world: World) async throws -> Int {
    let (blob, size) = try draft.keep()
    let hash = try MailFingerprint.of(blob, size: size, in: world.blobs)
    return try await store(.blob(blob, size: size), hash: hash, in: mailboxes, world: world)
  }

  private static func store(_ raw: MailRaw, hash: String, in mailboxes: [Int64], world: World) async throws -> Int {
    try await world.write { change in
      var new = 0
      for mailbox in mailboxes {
        guard let id = try insert(hash, size: raw.size, into: mailbox, in: change) else { continue }
        try raw.insert(for: id, in: change)
        new += 1
      }
      if new > 0 { try HandleMail.enqueue(in: change) }
      return new
    }
  }

  private static func insert(_ hash: String, size: Int, into mailbox: Int64, in change: Transaction) throws -> Int64? {
    try change.db.value(
      """
      INSERT INTO mail (mailbox_id, hash, size, received_at, outcome) VALUES (\(mailbox), \(hash), \(size), \(change.now), 'waiting')
      ON CONFLICT (mailbox_id, hash) DO NOTHING RETURNING id
      """)
  }

}

extension MailArrival {
  /// A message that stays on its server, because it is larger than any that is kept, or because the server will not hand it out. What is known
  /// of it is kept where people see it.
  static func setAside(_ headers: [UInt8], size: Int, reason: String, detail: [String: String], in mailbox: Int64, world: World)
    async throws
  {
    let hash = MailFingerprint.of(headers + Array((detail["uid"] ?? "").utf8))
    // Unreadable headers leave the columns empty: the raw text is there to be looked at.
    let mail = try? MailReader.read(headers)
    let facts = try MailDetail.encoded(detail)
    try await world.write { change in
      guard let id = try insert(hash, size: size, into: mailbox, in: change) else { return }
      if let mail { try Opened.describe(id, mail, in: change) }
      try change.db.run(
        "UPDATE mail SET outcome = 'quarantined', reason = \(reason), detail = \(facts), handled_at = \(change.now) WHERE id = \(id)")
      try MailRaw.bytes(headers).insert(for: id, in: change)
    }
  }
}
