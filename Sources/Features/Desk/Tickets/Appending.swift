import Foundation
import Storage

/// Addresses that a reply goes to, as a JSON list in its column.
enum RecipientList {
  /// Most messages have none; a coder is dear beside the row.
  private static let none = "[]"
  static func encoded(_ list: [String]) throws -> String {
    list.isEmpty ? none : String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
  }
  static func decoded(_ text: String) throws -> [String] {
    text == none ? [] : try JSONDecoder().decode([String].self, from: Data(text.utf8))
  }
}

extension Ticket {
  /// The message that a ticket begins with, whose text and count its row has already.
  mutating func begin(_ new: NewTicket, by author: MessageAuthor, in change: Transaction) throws -> Message {
    let message = try insert(
      new.body, kind: .public, by: author, channel: new.channel, mail: new.mailID, isVerified: new.isVerified, in: change)
    try Search.add(message, titled: subject, in: change.db)
    if try attach(new.attachmentIDs, to: message, in: change) > 0 {
      var after = self
      after.hasAttachments = true
      try after.save(over: self, in: change)
      self = after
    }
    return message
  }

  /// Adds a message and takes its facts over into the ticket: preview, count, attachments. Who calls it decides what the
  /// message means for the clocks and records the event.
  @discardableResult
  mutating func append(
    _ body: MessageBody, kind: Message.Kind, by author: MessageAuthor, channel: Channel, recipients: [String] = [],
    delivery: Message.Delivery = .none, sendAt: Instant? = nil, attachments: [Int64] = [], mail: Int64? = nil, isVerified: Bool? = nil,
    in change: Transaction
  ) throws -> Message {
    let message = try insert(
      body, kind: kind, by: author, channel: channel, recipients: recipients, delivery: delivery, sendAt: sendAt, mail: mail,
      isVerified: isVerified, in: change)
    let joined = try attach(attachments, to: message, in: change)
    try Search.add(message, in: change.db)
    var after = self
    after.messageCount += 1
    after.hasAttachments = hasAttachments || joined > 0
    if kind == .public { after.preview = body.preview }
    try after.save(over: self, in: change)
    self = after
    return message
  }

  private func insert(
    _ body: MessageBody, kind: Message.Kind, by author: MessageAuthor, channel: Channel, recipients: [String] = [],
    delivery: Message.Delivery = .none, sendAt: Instant? = nil, mail: Int64?, isVerified: Bool?, in change: Transaction
  ) throws -> Message {
    let id: Int64? = try change.db.value(
      """
      INSERT INTO message (ticket_number, kind, author_kind, author_id, author_name, author_email, channel, created_at, source,
        html, text, is_verified, recipients, delivery, send_at, mail_id)
      VALUES (\(number), \(kind), \(author.actor.kind), \(author.actor.id), \(author.name), \(author.email), \(channel),
        \(change.now), \(body.source), \(body.html), \(body.text), \(isVerified), \(try RecipientList.encoded(recipients)), \(delivery),
        \(sendAt), \(mail))
      RETURNING id
      """)
    return Message(
      id: id!, ticketNumber: number, kind: kind, author: author, channel: channel, createdAt: change.now,
      html: body.html, text: body.text, isVerified: isVerified, recipients: recipients, delivery: delivery, deliveryNote: nil,
      sendAt: sendAt, mailID: mail)
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
