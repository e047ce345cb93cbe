import Storage

extension Ticket {
  /// Takes a held answer back: it becomes its author's draft again, before whatever the author began to write meanwhile, and its
  /// files wait for the next try.
  package mutating func takeBack(_ messageID: Int64, by agent: Agent, in change: Transaction) throws {
    guard let row = try change.db.row("SELECT * FROM message WHERE id = \(messageID) AND ticket_number = \(number)") else {
      throw Refusal.notFound
    }
    let message = try Message(row: row)
    guard message.author.actor == agent.actor else { throw Refusal.forbidden(.replyToTickets) }
    guard message.delivery == .held else { throw Refusal.conflict("error.replyAlreadySent") }
    try change.cancelJobs(ReleaseReply.self, key: String(messageID))
    try Draft.putBack(MessageBody(row: row), on: number, by: agent, in: change)
    try change.db.run("UPDATE attachment SET message_id = NULL WHERE message_id = \(messageID)")
    try Search.remove(message, in: change.db)
    try change.db.run("DELETE FROM message WHERE id = \(messageID)")
    var after = self
    after.messageCount -= 1
    after.preview = try Self.preview(of: number, in: change.db)
    after.hasAttachments = try change.db.exists(
      "SELECT 1 FROM attachment WHERE ticket_number = \(number) AND message_id IS NOT NULL LIMIT 1")
    try after.save(over: self, in: change)
    self = after
    try change.record([Event(.replyTakenBack, of: .ticket(number), by: agent.actor)])
  }

  private static func preview(of number: Int64, in db: any Database) throws -> String {
    let text: String? = try db.value(
      "SELECT text FROM message WHERE ticket_number = \(number) AND kind = 'public' ORDER BY id DESC LIMIT 1")
    return MessageBody(source: "", html: "", text: text ?? "").preview
  }
}

extension Draft {
  /// The text of an answer that comes back. Another one may have been begun meanwhile: it follows, and not a word of either is lost,
  /// however long both are together.
  fileprivate static func putBack(_ answer: MessageBody, on ticket: Int64, by agent: Agent, in change: Transaction) throws {
    let typed = answer.typed
    guard !typed.text.isEmpty else { return }
    let begun = try find(on: ticket, kind: .public, by: agent, in: change.db)
    let (text, format) = try begun.map { try joined(typed, answer, with: $0) } ?? typed
    try write(text, format, over: begun, on: ticket, kind: .public, by: agent, in: change)
  }

  private static func joined(_ typed: (text: String, format: TextFormat), _ answer: MessageBody, with begun: Draft) throws
    -> (text: String, format: TextFormat)
  {
    let next = try MessageBody(typed: begun.text, format: begun.format)
    // A save that was under way while the answer left is no other text.
    if next.html == answer.html { return typed }
    if typed.format == .text, begun.format == .text { return (typed.text + "\n\n" + begun.text, .text) }
    return (answer.html + next.html, .html)
  }
}
