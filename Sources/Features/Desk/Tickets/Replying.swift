import Storage

extension Event.Kind {
  /// A public answer of an employee went out (after the time in which it could be taken back).
  package static let replied = Event.Kind("ticket.replied")
  /// A public answer waits to go out.
  package static let replyHeld = Event.Kind("ticket.replyHeld")
  package static let replyTakenBack = Event.Kind("ticket.replyTakenBack")
  /// The client wrote.
  package static let clientWrote = Event.Kind("ticket.clientWrote")
  package static let noted = Event.Kind("ticket.noted")
}

extension Ticket {
  /// A public answer. It is held for as long as its author can take it back, then `release` sends it.
  /// - Parameters:
  ///   - lastSeen: the newest message that the author had before the eyes; if another came meanwhile the reply is refused
  ///     with a conflict, so that nobody answers twice or past the client. `nil` sends anyway.
  ///   - status: the status that the ticket takes with the reply.
  package mutating func reply(
    _ body: MessageBody, to recipients: [String], by agent: Agent, lastSeen: Int64?, status: Int64? = nil, attachments: [Int64] = [],
    in change: Transaction
  ) throws -> Message {
    try Self.check(body)
    if let lastSeen { try refuseIfNewer(than: lastSeen, for: agent, in: change.db) }
    let sendAt = change.now + .seconds(agent.preferences.undoSeconds)
    let message = try append(
      body, kind: .public, by: MessageAuthor(agent), channel: .web, recipients: recipients, delivery: .held, sendAt: sendAt,
      attachments: attachments, in: change)
    try change.enqueue(ReleaseReply(message: message.id, status: status), at: sendAt, key: String(message.id))
    try change.record([Event(.replyHeld, of: .ticket(number), by: agent.actor, facts: ["message": String(message.id)])])
    try Draft.discard(on: number, kind: .public, by: agent, in: change)
    return message
  }

  /// Only employees see it.
  package mutating func note(_ body: MessageBody, by agent: Agent, attachments: [Int64] = [], in change: Transaction) throws -> Message {
    try Self.check(body)
    let message = try append(body, kind: .note, by: MessageAuthor(agent), channel: .web, attachments: attachments, in: change)
    try change.record([Event(.noted, of: .ticket(number), by: agent.actor, facts: ["message": String(message.id)])])
    try Draft.discard(on: number, kind: .note, by: agent, in: change)
    return message
  }

  /// A message of the client: it waits for an answer, and a ticket that waited for the client goes on.
  package mutating func receive(
    _ body: MessageBody, by author: MessageAuthor, channel: Channel, attachments: [Int64] = [], mail: Int64? = nil, isVerified: Bool? = nil,
    in change: Transaction
  ) throws -> Message {
    let message = try append(
      body, kind: .public, by: author, channel: channel, attachments: attachments, mail: mail, isVerified: isVerified, in: change)
    var after = self
    after.awaitingSince = awaitingSince ?? change.now
    try after.save(over: self, in: change)
    self = after
    if [.waitingForClient, .postponed, .done].contains(category) {
      try setStatus(first: .open, by: author.actor, in: change)
    }
    try change.record([
      Event(.clientWrote, of: .ticket(number), by: author.actor, facts: ["message": String(message.id), "channel": channel.rawValue])
    ])
    return message
  }

  private static func check(_ body: MessageBody) throws {
    guard !body.isEmpty else { throw Refusal.invalid("body", "error.messageEmpty") }
    guard body.html.utf8.count <= MessageBody.longest else {
      throw Refusal.invalid("body", "error.tooLong", ["limit": String(MessageBody.longest)])
    }
  }

  private func refuseIfNewer(than lastSeen: Int64, for agent: Agent, in db: any Database) throws {
    let newer = try db.exists(
      """
      SELECT 1 FROM message WHERE ticket_number = \(number) AND id > \(lastSeen) AND kind = 'public'
        AND NOT (author_kind = 'employee' AND author_id = \(agent.id)) LIMIT 1
      """)
    if newer { throw Refusal.conflict("error.newMessages") }
  }
}

/// The end of the time in which a reply could be taken back.
package struct ReleaseReply: Job {
  package static let kind = "reply.release"
  let message: Int64
  let status: Int64?

  package func run(in world: World) async throws {
    try await world.write { change in try Ticket.release(message, status: status, in: change) }
  }
}

extension Ticket {
  static func release(_ messageID: Int64, status: Int64?, in change: Transaction) throws {
    guard let number: Int64 = try change.db.value("SELECT ticket_number FROM message WHERE id = \(messageID) AND delivery = 'held'"),
      var ticket = try forDesk(number, in: change),
      let author: Int64 = try change.db.value("SELECT author_id FROM message WHERE id = \(messageID)")
    else { return }
    // Whoever listens to the event decides on the channels; a ticket without one has been answered in the desk alone.
    try change.db.run("UPDATE message SET delivery = 'none', send_at = NULL WHERE id = \(messageID)")
    let before = ticket
    ticket.answeredAt = ticket.answeredAt ?? change.now
    // What the client wrote while the reply was held is not answered by it, and its status was chosen without knowing.
    ticket.awaitingSince = try firstOfClient(after: messageID, on: number, in: change.db)
    let status = ticket.awaitingSince == nil ? status : nil
    try ticket.save(over: before, in: change)
    try change.record([Event(.replied, of: .ticket(number), by: .employee(author), facts: ["message": String(messageID)])])
    guard var current = try forDesk(number, in: change) else { return }
    if let status {
      try current.setStatus(status, by: .employee(author), in: change)
    } else if current.category == .new {
      try current.setStatus(first: .open, by: .employee(author), in: change)
    }
  }

  private static func firstOfClient(after message: Int64, on ticket: Int64, in db: any Database) throws -> Instant? {
    try db.value(
      """
      SELECT created_at FROM message WHERE ticket_number = \(ticket) AND id > \(message) AND author_kind = 'contact' AND kind = 'public'
      ORDER BY id LIMIT 1
      """)
  }
}
