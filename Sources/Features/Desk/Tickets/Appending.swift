import Foundation
import Secrets
import Storage

/// Addresses that a reply goes to, as a JSON list in its column.
enum RecipientList {
  static func encoded(_ list: [String]) throws -> String { String(decoding: try JSONEncoder().encode(list), as: UTF8.self) }
  static func decoded(_ text: String) throws -> [String] { try JSONDecoder().decode([String].self, from: Data(text.utf8)) }
}

extension Ticket {
  /// Adds a message and takes its facts over into the ticket: preview, count, attachments. Who calls it decides what the
  /// message means for the clocks and records the event.
  @discardableResult
  mutating func append(
    _ body: MessageBody, kind: Message.Kind, by author: MessageAuthor, channel: Channel, recipients: [String] = [],
    delivery: Message.Delivery = .none, sendAt: Instant? = nil, attachments: [Int64] = [], mail: Int64? = nil, isVerified: Bool? = nil,
    in change: Transaction
  ) throws -> Message {
    let row = try change.db.row(
      """
      INSERT INTO message (public_id, ticket_number, kind, author_kind, author_id, author_name, author_email, channel, created_at, source,
        html, text, is_verified, recipients, delivery, send_at, mail_id)
      VALUES (\(Random.publicID()), \(number), \(kind), \(author.actor.kind), \(author.actor.id), \(author.name), \(author.email), \(channel),
        \(change.now), \(body.source), \(body.html), \(body.text), \(isVerified), \(try RecipientList.encoded(recipients)), \(delivery),
        \(sendAt), \(mail))
      RETURNING *
      """)
    let message = try Message(row: row!)
    let joined = try attach(attachments, to: message, in: change)
    try Search.add(message, of: self, in: change.db)
    var after = self
    after.messageCount += 1
    after.hasAttachments = hasAttachments || joined > 0
    if kind == .public { after.preview = body.preview }
    try after.save(over: self, in: change)
    self = after
    return message
  }

  /// Files that were uploaded for this message become part of the ticket. Another person's waiting files are left alone.
  private func attach(_ ids: [Int64], to message: Message, in change: Transaction) throws -> Int {
    guard !ids.isEmpty else { return 0 }
    let uploader: Int64? = if case .employee(let id) = message.author.actor { id } else { nil }
    return try change.db.run(
      """
      UPDATE attachment SET ticket_number = \(number), message_id = \(message.id), is_public = \(message.kind == .public)
      WHERE id IN (\(list: ids)) AND message_id IS NULL AND (uploader_id = \(uploader) OR (uploader_id IS NULL AND ticket_number = \(number)))
      """)
  }
}
