import Storage
import Web

/// A file of a message, or one that waits for its message. Its bytes are kept by their hash (`Blobs`).
package struct Attachment: Sendable {
  package let id: Int64
  package let publicID: String
  package let ticketNumber: Int64?
  package let messageID: Int64?
  package let uploaderID: Int64?
  package let blob: String
  /// Fit to be shown; it never touches the file system.
  package let name: String
  package let contentType: String
  package let size: Int64
  /// Stands in the text of its message.
  package let isInline: Bool
  package let isExecutable: Bool

  package var path: String { "/files/\(publicID)/\(URLText.query(name))" }
  package var isPicture: Bool { Raster.types.contains(contentType) }
}

extension Attachment {
  init(row: Row) throws {
    self.init(
      id: try row["id"], publicID: try row["public_id"], ticketNumber: try row["ticket_number"], messageID: try row["message_id"],
      uploaderID: try row["uploader_id"], blob: try row["blob"], name: try row["name"], contentType: try row["content_type"],
      size: try row["size"], isInline: try row["is_inline"], isExecutable: try row["is_executable"])
  }
}

extension Agent {
  /// Files of messages that this agent was shown, by message.
  func attachments(of messages: [Int64], in db: any Database) throws -> [Int64: [Attachment]] {
    guard !messages.isEmpty else { return [:] }
    let files = try db.rows("SELECT * FROM attachment WHERE message_id IN (\(list: messages)) ORDER BY id").map(Attachment.init)
    return Dictionary(grouping: files) { $0.messageID ?? 0 }
  }

  /// A file that this agent may read: of a ticket and a message that the agent sees, or the agent's own upload.
  package func attachment(_ publicID: String, in db: any Database) throws -> Attachment {
    guard let row = try db.row("SELECT * FROM attachment WHERE public_id = \(publicID)") else { throw Refusal.notFound }
    let file = try Attachment(row: row)
    guard let message = file.messageID else {
      guard file.uploaderID == id else { throw Refusal.notFound }
      return file
    }
    guard may(.viewTickets), let number = file.ticketNumber else { throw Refusal.notFound }
    _ = try ticket(number, in: db)
    let kind: Message.Kind? = try db.value("SELECT kind FROM message WHERE id = \(message)")
    guard try kind == .public || seesNotes(of: number, in: db) else { throw Refusal.notFound }
    return file
  }

  /// Own files that were taken back with their answer and wait for the next try.
  func uploadsWaiting(on ticket: Int64, in db: any Database) throws -> [Attachment] {
    try db.rows(
      """
      SELECT * FROM attachment WHERE ticket_number = \(ticket) AND message_id IS NULL AND uploader_id = \(id) AND is_inline = 0
      ORDER BY id LIMIT 50
      """
    ).map(Attachment.init)
  }

  /// Those of the named files that are one's own and belong to no message yet; pictures inside of a text are not told.
  func uploads(_ publicIDs: [String], on ticket: Int64, in db: any Database) throws -> [Attachment] {
    let found = try waitingUploads(publicIDs, on: ticket, in: db).values.sorted()
    return try db.rows("SELECT * FROM attachment WHERE id IN (\(list: found)) AND is_inline = 0 ORDER BY id").map(Attachment.init)
  }

  /// Public id → id, of those that are one's own and belong to no message yet.
  func waitingUploads(_ publicIDs: [String], on ticket: Int64?, in db: any Database) throws -> [String: Int64] {
    guard !publicIDs.isEmpty else { return [:] }
    var found: [String: Int64] = [:]
    for row in try db.rows(
      """
      SELECT public_id, id FROM attachment WHERE public_id IN (\(list: Array(publicIDs.prefix(500)))) AND message_id IS NULL
        AND uploader_id = \(id) AND (ticket_number IS NULL OR ticket_number = \(ticket))
      """)
    {
      found[try row[0]] = try row[1] as Int64
    }
    return found
  }
}

extension Agent {
  /// Own files that went up for a form that came back.
  func waiting(_ publicIDs: [String], in db: any Database) throws -> [Attachment] {
    let ids = try waitingUploads(publicIDs, on: nil, in: db)
    return try db.rows("SELECT * FROM attachment WHERE id IN (\(list: Array(ids.values))) ORDER BY id").map(Attachment.init)
  }
}
