import Storage

extension Event.Kind {
  package static let ticketOpened = Event.Kind("ticket.opened")
}

/// What a new ticket is made of.
package struct NewTicket: Sendable {
  package var subject: String
  package var body: MessageBody
  package var channel: Channel
  package var requesterID: Int64?
  package var companyID: Int64?
  package var typeID: Int64?
  package var priorityID: Int64?
  package var assigneeID: Int64?
  package var teamID: Int64?
  package var mailboxID: Int64?
  package var observers: [Observer] = []
  package var relatedNumber: Int64?
  package var relation: Ticket.Relation?
  /// Files that wait for their message.
  package var attachmentIDs: [Int64] = []
  package var mailID: Int64?
  package var isVerified: Bool?
  /// The requester is told by mail that the ticket exists, and what it says.
  package var isConfirmed = false

  package init(subject: String, body: MessageBody, channel: Channel) {
    self.subject = subject
    self.body = body
    self.channel = channel
  }

  package static let longestSubject = 500
}

package struct Observer: Sendable, Hashable {
  package enum Kind: String, Sendable, ColumnValue { case employee, contact, team }
  package let kind: Kind
  package let id: Int64
  package init(_ kind: Kind, _ id: Int64) {
    self.kind = kind
    self.id = id
  }
}

extension Ticket {
  /// An untouched ticket comes up again after a day at the latest; service levels bring it up earlier.
  static let untouchedLimit: Int64 = 24 * 3600 * 1000

  /// Opens a ticket with its first message. Without an assignee or a team it goes to the first team: nobody's ticket is
  /// a forgotten ticket.
  package static func open(_ new: NewTicket, by author: MessageAuthor, in change: Transaction) throws -> Ticket {
    let subject = new.subject.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !subject.isEmpty else { throw Refusal.invalid("subject", "error.subjectMissing") }
    guard subject.count <= NewTicket.longestSubject else {
      throw Refusal.invalid("subject", "error.tooLong", ["limit": String(NewTicket.longestSubject)])
    }
    var ticket = try blank(new, subject: subject, in: change)
    try ticket.insert(in: change)
    for observer in Set(new.observers) { try ticket.add(observer, in: change) }
    let message = try ticket.begin(new, by: author, in: change)
    var facts = ["subject": subject, "message": String(message.id), "channel": new.channel.rawValue]
    if new.isConfirmed { facts["confirm"] = "1" }
    try change.record([Event(.ticketOpened, of: .ticket(ticket.number), by: author.actor, facts: facts)])
    return ticket
  }

  /// The row as it will stand with its first message, so that it is written once.
  private static func blank(_ new: NewTicket, subject: String, in change: Transaction) throws -> Ticket {
    let usual = try change.db.row(
      """
      SELECT (SELECT id FROM status WHERE category = 'new' ORDER BY position LIMIT 1) AS status,
        (SELECT id FROM ticket_type ORDER BY is_default DESC, id LIMIT 1) AS type,
        (SELECT id FROM priority ORDER BY is_default DESC, weight LIMIT 1) AS priority,
        (SELECT id FROM team WHERE is_active = 1 ORDER BY id LIMIT 1) AS team
      """)!
    // Whoever sends a mail does not choose the team, so one that is archived meanwhile loses nothing.
    let wanted = try new.teamID.flatMap { try Team.problem(receiving: $0, in: change.db) == nil ? $0 : nil }
    let team: Int64? = try wanted ?? (new.assigneeID == nil ? usual["team"] : nil)
    return Ticket(
      number: 0, subject: subject, typeID: try new.typeID ?? usual["type"],
      priorityID: try new.priorityID ?? usual["priority"], statusID: try usual["status"], category: .new,
      statusSince: change.now, channel: new.channel, requesterID: new.requesterID, companyID: new.companyID, assigneeID: new.assigneeID,
      teamID: team, mailboxID: new.mailboxID, createdAt: change.now, updatedAt: change.now, risks: [],
      nextAt: change.now.adding(milliseconds: untouchedLimit), messageCount: 1, hasAttachments: false, preview: new.body.preview,
      relatedNumber: new.relatedNumber, relation: new.relation, rev: 1)
  }

  package func add(_ observer: Observer, in change: Transaction) throws {
    try change.db.run(
      """
      INSERT INTO ticket_observer (ticket_number, kind, observer_id) VALUES (\(number), \(observer.kind), \(observer.id))
      ON CONFLICT (ticket_number, kind, observer_id) DO NOTHING
      """)
  }
}
