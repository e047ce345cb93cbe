import Storage

extension Agent {
  /// The only way from a number to a ticket: an agent finds what the agent may see, or nothing. One that was joined to another may only
  /// be looked at: what is written on it would be seen by nobody.
  package func ticket(_ number: Int64, to right: Right = .viewTickets, in db: any Database) throws -> Ticket {
    guard let row = try db.row("SELECT t.* FROM ticket t WHERE t.number = \(number) AND \(ticketScope(for: .viewTickets))\(db.lock)")
    else { throw Refusal.notFound }
    let ticket = try Ticket(row: row)
    guard right != .viewTickets else { return ticket }
    guard mayDo(right, to: ticket) else { throw Refusal.forbidden(right) }
    if let survivor = ticket.joinedNumber { throw Refusal.invalid("", "error.ticketJoined", ["number": String(survivor)]) }
    return ticket
  }

  func sees(ticket number: Int64, in db: any Database) throws -> Bool {
    try db.exists("SELECT 1 FROM ticket t WHERE t.number = \(number) AND \(ticketScope(for: .viewTickets))")
  }

  func newestTicket(in db: any Database) throws -> Int64? {
    try db.value("SELECT t.number FROM ticket t WHERE \(ticketScope(for: .viewTickets)) ORDER BY t.number DESC LIMIT 1")
  }

  /// A condition over `ticket t` that holds for the tickets on which this agent has the right. Lists, counts and search use
  /// the same one.
  package func ticketScope(for right: Right) -> SQL {
    switch rights[right] {
    case .all: "1 = 1"
    case .team:
      """
      (t.assignee_id = \(id) OR t.team_id IN (\(list: teams))
        OR EXISTS (SELECT 1 FROM ticket_observer o WHERE o.ticket_number = t.number AND o.kind = 'employee' AND o.observer_id = \(id)))
      """
    case .own:
      """
      (t.assignee_id = \(id)
        OR EXISTS (SELECT 1 FROM ticket_observer o WHERE o.ticket_number = t.number AND o.kind = 'employee' AND o.observer_id = \(id)))
      """
    case nil: "1 = 0"
    }
  }

  /// Whether the agent may do this to a ticket that the agent already sees.
  package func mayDo(_ right: Right, to ticket: Ticket) -> Bool {
    switch rights[right] {
    case .all: true
    case .team: ticket.assigneeID == id || ticket.teamID.map(teams.contains) ?? false
    case .own: ticket.assigneeID == id
    case nil: false
    }
  }

  /// Whether the notes of a ticket are this agent's to read: seeing the ticket is not enough.
  package func seesNotes(of number: Int64, in db: any Database) throws -> Bool {
    switch rights[.viewNotes] {
    case nil: false
    case .all: true
    case .team, .own: try db.exists("SELECT 1 FROM ticket t WHERE t.number = \(number) AND \(ticketScope(for: .viewNotes))")
    }
  }
}

extension Ticket {
  /// For listeners inside the transaction that recorded an event of this ticket: whoever caused it had the right to.
  package static func of(_ event: Event, in change: Transaction) throws -> Ticket? {
    guard event.subject.kind == "ticket",
      let row = try change.db.row("SELECT * FROM ticket WHERE number = \(event.subject.id)\(change.db.lock)")
    else { return nil }
    return try Ticket(row: row)
  }

  /// For the desk's own timers and for mail, which act for nobody in particular.
  package static func forDesk(_ number: Int64, in change: Transaction) throws -> Ticket? {
    try change.db.row("SELECT * FROM ticket WHERE number = \(number)\(change.db.lock)").map(Ticket.init)
  }

  static func countOpen(of employee: Int64, in db: any Database) throws -> Int {
    try db.value("SELECT count(*) FROM ticket WHERE assignee_id = \(employee) AND is_open = 1") ?? 0
  }

  /// What somebody has open, the oldest first.
  static func open(of employee: Int64, limit: Int, in change: Transaction) throws -> [Ticket] {
    try change.db.rows(
      "SELECT * FROM ticket WHERE assignee_id = \(employee) AND is_open = 1 ORDER BY number LIMIT \(limit)\(change.db.lock)"
    ).map(Ticket.init)
  }

  package init(row: Row) throws {
    self.init(
      number: try row["number"], subject: try row["subject"], typeID: try row["type_id"],
      priorityID: try row["priority_id"], statusID: try row["status_id"], category: try row["category"],
      statusSince: try row["status_since"],
      channel: try row["channel"], requesterID: try row["requester_id"], companyID: try row["company_id"],
      assigneeID: try row["assignee_id"],
      teamID: try row["team_id"], mailboxID: try row["mailbox_id"], createdAt: try row["created_at"], updatedAt: try row["updated_at"],
      completedAt: try row["completed_at"], closedAt: try row["closed_at"], answeredAt: try row["answered_at"],
      awaitingSince: try row["awaiting_since"], dueAt: try row["due_at"], breachedAt: try row["breached_at"],
      risks: try Risks.decoded(row["risks"]),
      nextAt: try row["next_at"], messageCount: try row["message_count"], hasAttachments: try row["has_attachments"],
      preview: try row["preview"], relatedNumber: try row["related_number"], relation: try row["relation"],
      postponedUntil: try row["postponed_until"], joinedNumber: try row["joined_number"], rev: try row["rev"])
  }

  /// Writes the row and the counters that hang on it. `before` is the ticket as it was found.
  package mutating func save(over before: Ticket, in change: Transaction) throws {
    guard self != before else { return }
    rev = before.rev + 1
    updatedAt = change.now
    let changed = try change.db.run(
      """
      UPDATE ticket SET subject = \(subject), type_id = \(typeID), priority_id = \(priorityID),
        priority_weight = (SELECT weight FROM priority WHERE id = \(priorityID)), status_id = \(statusID), category = \(category),
        is_open = \(isOpen), status_since = \(statusSince), requester_id = \(requesterID), company_id = \(companyID),
        assignee_id = \(assigneeID), team_id = \(teamID), updated_at = \(updatedAt), completed_at = \(completedAt), closed_at = \(closedAt),
        answered_at = \(answeredAt), awaiting_since = \(awaitingSince), due_at = \(dueAt), due_sort = \(dueSort),
        breached_at = \(breachedAt), is_at_risk = \(isAtRisk), risks = \(Risks.encoded(risks)), next_at = \(nextAt), message_count = \(messageCount),
        has_attachments = \(hasAttachments), preview = \(preview), related_number = \(relatedNumber),
        relation = \(relation), postponed_until = \(postponedUntil), joined_number = \(joinedNumber), rev = \(rev)
      WHERE number = \(number) AND rev = \(before.rev)
      """)
    guard changed == 1 else { throw Refusal.conflict("error.ticketChanged") }
    try TicketCounts.move(from: before, to: self, in: change.db)
  }

  /// Tickets without a deadline sort after all that have one.
  var dueSort: Int64 { dueAt?.milliseconds ?? .max }

  mutating func insert(in change: Transaction) throws {
    let id: Int64? = try change.db.value(
      """
      INSERT INTO ticket (subject, type_id, priority_id, priority_weight, status_id, category, is_open, status_since, channel,
        requester_id, company_id, assignee_id, team_id, mailbox_id, created_at, updated_at, awaiting_since, due_sort, next_at,
        message_count, preview, related_number, relation)
      VALUES (\(subject), \(typeID), \(priorityID), (SELECT weight FROM priority WHERE id = \(priorityID)), \(statusID), \(category),
        \(isOpen), \(statusSince), \(channel), \(requesterID), \(companyID), \(assigneeID), \(teamID), \(mailboxID), \(createdAt), \(updatedAt),
        \(awaitingSince), \(dueSort), \(nextAt), \(messageCount), \(preview), \(relatedNumber), \(relation))
      RETURNING number
      """)
    number = id!
    try TicketCounts.move(from: nil, to: self, in: change.db)
  }
}
