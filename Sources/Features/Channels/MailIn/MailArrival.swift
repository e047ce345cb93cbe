import Desk
import Mail
import Secrets
import Storage

/// A message is safe in the desk before anything is done with it, and before the server that brought it hears that it was taken.
enum MailArrival {
  /// Larger raw messages are kept as files beside the database.
  static let largestInRow = 256 << 10

  /// Stores the raw message and queues its handling. A message that came before is known by its hash and not stored twice.
  /// - Returns: its id, and whether it is new.
  @discardableResult
  static func store(_ raw: [UInt8], in mailbox: Int64, world: World) async throws -> (id: Int64, isNew: Bool) {
    let hash = hex(SHA256.hash(raw))
    let blob = raw.count > largestInRow ? try world.blobs.put(raw) : nil
    return try await world.write { change in
      if let known: Int64 = try change.db.value("SELECT id FROM mail WHERE mailbox_id = \(mailbox) AND hash = \(hash)") {
        return (known, false)
      }
      let id: Int64? = try change.db.value(
        """
        INSERT INTO mail (mailbox_id, hash, size, received_at, outcome) VALUES (\(mailbox), \(hash), \(raw.count), \(change.now), 'waiting')
        RETURNING id
        """)
      try change.db.run("INSERT INTO mail_raw (mail_id, bytes, blob) VALUES (\(id!), \(blob == nil ? raw : nil), \(blob))")
      try change.enqueue(HandleMail(mail: id!), key: String(id!))
      return (id!, true)
    }
  }

  /// - Throws: when the row or its file is gone: the data folder is damaged.
  static func raw(_ id: Int64, world: World) async throws -> [UInt8] {
    let found = try await world.read { db in
      try db.row("SELECT bytes, blob FROM mail_raw WHERE mail_id = \(id)").map { row -> ([UInt8]?, String?) in (try row[0], try row[1]) }
    }
    guard let (bytes, blob) = found else { throw Refusal.notFound }
    return try bytes ?? world.blobs.get(blob!)
  }
}

/// Turns a stored message into what it is: a ticket, a follow-up, a bounce, or something that only waits to be seen.
struct HandleMail: Job {
  static let kind = "mail.handle"
  let mail: Int64

  func run(in world: World) async throws { try await MailIntake(world: world).handle(mail) }
}

extension MailArrival {
  /// Of a message that is too large only the headers are kept; it stays where it is.
  static func quarantineTooLarge(_ headers: [UInt8], size: Int, limit: Int, in mailbox: Int64, world: World) async throws {
    let hash = hex(SHA256.hash(headers))
    let mail = try? MailReader.read(headers)  // Unreadable headers leave the columns empty: the raw text is there to be looked at.
    let detail = try MailDetail.encoded(["allowed": String(limit), "found": String(size)])
    try await world.write { change in
      guard try !change.db.exists("SELECT 1 FROM mail WHERE mailbox_id = \(mailbox) AND hash = \(hash)") else { return }
      let id: Int64? = try change.db.value(
        """
        INSERT INTO mail (mailbox_id, hash, from_email, from_name, subject, size, received_at, outcome, reason, detail, handled_at)
        VALUES (\(mailbox), \(hash), \(EmailAddress.normalized(mail?.from?.address ?? "")), \(mail?.from?.name ?? ""),
          \(String((mail?.subject ?? "").prefix(500))), \(size), \(change.now), 'quarantined', 'limit.totalBytes', \(detail), \(change.now))
        RETURNING id
        """)
      try change.db.run("INSERT INTO mail_raw (mail_id, bytes) VALUES (\(id!), \(headers))")
    }
  }
}
