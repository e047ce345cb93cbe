import Storage

/// What an employee has begun to write on a ticket; follows the person, not the browser.
package struct Draft: Sendable {
  package let kind: Message.Kind
  package let text: String
  package let format: TextFormat
  package let savedAt: Instant

  package enum Saved: Sendable {
    case at(Instant)
    /// Another device wrote after the version that this one knows; nothing was changed.
    case newer(Draft)
  }

  /// - Parameter base: the version that the typing is based on, in milliseconds; 0 when there was none.
  package static func save(
    _ text: String, _ format: TextFormat, base: Int64, on ticket: Int64, kind: Message.Kind, by agent: Agent, in change: Transaction
  ) throws -> Saved {
    let present = try find(on: ticket, kind: kind, by: agent, in: change.db)
    if let present, present.savedAt.milliseconds > base, present.text != text { return .newer(present) }
    return .at(try keep(text, format, on: ticket, kind: kind, by: agent, in: change))
  }

  /// Goes over whatever was kept. No text is no draft.
  @discardableResult
  static func keep(
    _ text: String, _ format: TextFormat, on ticket: Int64, kind: Message.Kind, by agent: Agent, in change: Transaction
  ) throws -> Instant {
    try DraftText.check(text)
    guard !text.isEmpty else {
      try discard(on: ticket, kind: kind, by: agent, in: change)
      return change.now
    }
    return try write(
      text, format, over: try find(on: ticket, kind: kind, by: agent, in: change.db), on: ticket, kind: kind, by: agent, in: change)
  }

  @discardableResult
  static func write(
    _ text: String, _ format: TextFormat, over present: Draft?, on ticket: Int64, kind: Message.Kind, by agent: Agent,
    in change: Transaction
  ) throws -> Instant {
    let savedAt = DraftText.version(after: present?.savedAt, now: change.now)
    try change.db.run(
      """
      INSERT INTO draft (ticket_number, employee_id, kind, text, format, saved_at)
      VALUES (\(ticket), \(agent.id), \(kind), \(text), \(format), \(savedAt))
      ON CONFLICT (ticket_number, employee_id, kind) DO UPDATE SET text = excluded.text, format = excluded.format,
        saved_at = excluded.saved_at
      """)
    return savedAt
  }

  package static func discard(on ticket: Int64, kind: Message.Kind, by agent: Agent, in change: Transaction) throws {
    try change.db.run("DELETE FROM draft WHERE ticket_number = \(ticket) AND employee_id = \(agent.id) AND kind = \(kind)")
  }

  static func find(on ticket: Int64, kind: Message.Kind, by agent: Agent, in db: any Database) throws -> Draft? {
    try db.row(
      """
      SELECT kind, text, format, saved_at FROM draft
      WHERE ticket_number = \(ticket) AND employee_id = \(agent.id) AND kind = \(kind)\(db.lock)
      """
    ).map(Draft.init(row:))
  }
}

extension Draft {
  fileprivate init(row: Row) throws {
    self.init(kind: try row[0], text: try row[1], format: try row[2], savedAt: try row[3])
  }
}

/// What drafts of every kind have in common.
enum DraftText {
  static func check(_ text: String) throws {
    guard text.utf8.count <= MessageBody.longest else {
      throw Refusal.invalid("text", "error.tooLong", ["limit": String(MessageBody.longest)])
    }
  }

  /// The instant is the version too, so two of one millisecond must differ.
  static func version(after earlier: Instant?, now: Instant) -> Instant {
    max(now, earlier?.adding(milliseconds: 1) ?? now)
  }
}

extension Agent {
  /// One's own drafts on a ticket.
  package func drafts(on ticket: Int64, in db: any Database) throws -> [Draft] {
    try db.rows("SELECT kind, text, format, saved_at FROM draft WHERE ticket_number = \(ticket) AND employee_id = \(id) ORDER BY kind DESC")
      .map(Draft.init(row:))
  }
}
