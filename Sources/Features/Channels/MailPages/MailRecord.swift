import Desk
import Storage

/// One message that came in, as its page shows it.
struct MailRecord: Sendable {
  let id: Int64
  let mailbox: String
  let from: String
  let fromName: String
  let subject: String
  let size: Int
  let receivedAt: Instant
  let outcome: String
  let reason: String?
  let detail: [String: String]
  let ticket: Int64?
  /// The beginning of the message as it came, and whether there is more.
  let raw: [UInt8]
  let rawSize: Int

  /// Enough for headers and for every text that people wrote.
  static let shownBytes = 256 << 10

  /// What can still become something else.
  var isOpen: Bool { ["quarantined", "ignored", "refused"].contains(outcome) }
  var isDismissed: Bool { reason == "dismissed" }
}

extension Agent {
  /// A message that is not this agent's to see is not there.
  func mail(_ id: Int64, in db: any Database) throws -> Row {
    try require(.viewMail)
    guard
      let row = try db.row(
        "SELECT m.*, b.address AS mailbox FROM mail m JOIN mailbox b ON b.id = m.mailbox_id WHERE m.id = \(id) AND \(incomingScope)"
      )
    else { throw Refusal.notFound }
    return row
  }

  func outgoingMail(_ id: Int64, in db: any Database) throws -> OutgoingRecord {
    try require(.viewMail)
    guard
      let row = try db.row(
        """
        SELECT o.*, b.address AS mailbox FROM mail_out o JOIN mailbox b ON b.id = o.mailbox_id WHERE o.id = \(id) AND \(outgoingScope)
        """)
    else { throw Refusal.notFound }
    return try OutgoingRecord(row: row)
  }

  /// The mail behind a message of a ticket: whoever sees the ticket sees its letters.
  func originalOfMessage(_ id: Int64, in db: any Database) throws -> Int64 {
    guard let row = try db.row("SELECT ticket_number, mail_id, kind FROM message WHERE id = \(id)"), let mail: Int64 = try row["mail_id"]
    else {
      throw Refusal.notFound
    }
    let ticket = try ticket(row["ticket_number"], in: db)
    guard try row["kind"] == "public" || seesNotes(of: ticket.number, in: db) else { throw Refusal.notFound }
    return mail
  }
}

extension MailRecord {
  /// Reads the row in the database and its raw text, which may be a file.
  static func load(_ row: Row, world: World) async throws -> MailRecord {
    let raw = try await MailRaw.find(row["id"], world: world)
    return MailRecord(
      id: try row["id"], mailbox: try row["mailbox"], from: try row["from_email"], fromName: try row["from_name"],
      subject: try row["subject"],
      size: try row["size"], receivedAt: try row["received_at"], outcome: try row["outcome"], reason: try row["reason"],
      detail: try MailDetail.decoded(row["detail"]), ticket: try row["ticket_number"], raw: try raw.head(shownBytes, in: world.blobs),
      rawSize: raw.size)
  }
}

/// One message that goes out.
struct OutgoingRecord: Sendable {
  let id: Int64
  let mailbox: String
  let recipients: [String]
  let subject: String
  let text: String
  let purpose: MailPurpose
  let state: String
  let note: String?
  let attempts: Int
  let createdAt: Instant
  let sentAt: Instant?
  let ticket: Int64?

  init(row: Row) throws {
    id = try row["id"]
    mailbox = try row["mailbox"]
    recipients = try MailRecipients.decoded(row["recipients"])
    subject = try row["subject"]
    text = try row["text"]
    purpose = try row["purpose"]
    state = try row["state"]
    note = try row["note"]
    attempts = try row["attempts"]
    createdAt = try row["created_at"]
    sentAt = try row["sent_at"]
    ticket = try row["ticket_number"]
  }

  var canBeSentAgain: Bool { state != "sent" }
}
