import Storage

extension Ticket {
  /// A public answer that an employee wrote in their own mail program: it went out of their hands already, so nothing is held.
  /// - Parameter reached: addresses that have the mail from the employee directly; the desk does not send it to them again.
  package mutating func answerByMail(
    _ body: MessageBody, by agent: Agent, mail: Int64, reached: Set<String> = [], in change: Transaction
  ) throws -> Message {
    let address: String? = try change.db.value(
      "SELECT email FROM contact_email WHERE contact_id = \(requesterID) ORDER BY position LIMIT 1")
    let message = try append(
      body, kind: .public, by: MessageAuthor(agent), channel: .mail, recipients: address.map { reached.contains($0) ? [] : [$0] } ?? [],
      mail: mail, isVerified: true, in: change)
    let before = self
    answeredAt = answeredAt ?? change.now
    awaitingSince = nil
    try save(over: before, in: change)
    try change.record([Event(.replied, of: .ticket(number), by: agent.actor, facts: ["message": String(message.id), "channel": "mail"])])
    self = try Ticket.forDesk(number, in: change) ?? self
    if category == .new { try setStatus(first: .open, by: agent.actor, in: change) }
    return message
  }

  /// What an employee wrote by mail for colleagues only.
  package mutating func noteByMail(_ body: MessageBody, by agent: Agent, mail: Int64, in change: Transaction) throws -> Message {
    let message = try append(body, kind: .note, by: MessageAuthor(agent), channel: .mail, mail: mail, isVerified: true, in: change)
    try change.record([Event(.noted, of: .ticket(number), by: agent.actor, facts: ["message": String(message.id), "channel": "mail"])])
    return message
  }
}
