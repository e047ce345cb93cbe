import Storage

/// One turn of the conversation on a ticket.
package struct Message: Sendable {
  /// What the client sees, and what only employees see.
  package enum Kind: String, Sendable, ColumnValue { case `public`, note }
  /// On its way to the client: held while it can be taken back, then queued, then sent, failed or bounced.
  package enum Delivery: String, Sendable, ColumnValue { case none, held, queued, sent, failed, bounced }

  package let id: Int64
  package let ticketNumber: Int64
  package let kind: Kind
  package let author: MessageAuthor
  package let channel: Channel
  package let createdAt: Instant
  package let html: String
  package let text: String
  /// Whether the sending server vouched for the sender; `nil` when nobody said.
  package let isVerified: Bool?
  package let recipients: [String]
  package let delivery: Delivery
  package let deliveryNote: String?
  package let sendAt: Instant?
  package let mailID: Int64?
}

/// A text in its three forms: as received or typed, as shown (sanitised), as words.
package struct MessageBody: Sendable {
  package let source: String
  package let html: String
  package let text: String
  package init(source: String, html: String, text: String) {
    self.source = source
    self.html = html
    self.text = text
  }
  package var isEmpty: Bool { text.allSatisfy(\.isWhitespace) && !html.contains("<img") }

  package static let longest = 1 << 20
  static let previewLength = 160

  var preview: String {
    // A long text is not split to its end for the sake of its first line.
    let words = text.split(maxSplits: 60, whereSeparator: \.isWhitespace).prefix(60).joined(separator: " ")
    return String(words.prefix(Self.previewLength))
  }
}

package struct MessageAuthor: Sendable {
  package let actor: Actor
  package let name: String
  package let email: String?
  package init(actor: Actor, name: String, email: String?) {
    self.actor = actor
    self.name = name
    self.email = email
  }
  package init(_ agent: Agent) { self.init(actor: agent.actor, name: agent.name, email: agent.email) }
}

extension Message {
  static func delivery(of id: Int64, in db: any Database) throws -> Delivery? {
    try db.value("SELECT delivery FROM message WHERE id = \(id)")
  }

  init(row: Row) throws {
    self.init(
      id: try row["id"], ticketNumber: try row["ticket_number"], kind: try row["kind"],
      author: MessageAuthor(
        actor: Actor(kind: try row["author_kind"], id: try row["author_id"]), name: try row["author_name"], email: try row["author_email"]),
      channel: try row["channel"], createdAt: try row["created_at"], html: try row["html"], text: try row["text"],
      isVerified: try row["is_verified"], recipients: try RecipientList.decoded(row["recipients"]), delivery: try row["delivery"],
      deliveryNote: try row["delivery_note"], sendAt: try row["send_at"], mailID: try row["mail_id"])
  }
}

extension Agent {
  /// The newest messages of a ticket that this agent may see, oldest of them first. `before` is the id to go on from.
  package func messages(of ticket: Ticket, before: Int64 = .max, limit: Int = 30, in db: any Database) throws -> [Message] {
    let notes: SQL = try seesNotes(of: ticket.number, in: db) ? "" : " AND kind = 'public'"
    return try db.rows(
      "SELECT * FROM message WHERE ticket_number = \(ticket.number) AND id < \(before)\(notes) ORDER BY id DESC LIMIT \(limit)"
    ).map(Message.init).reversed()
  }
}
