import Storage

/// Finds out who is to be told of an event: everybody once, nobody of what they did themselves, nobody of what they may not see.
struct Notifying {
  let event: Event
  let change: Transaction
  private let kinds: [Notice.Kind]

  /// Service levels and mail are features that this one does not know; their events are known by their names.
  private static let alarmed = Event.Kind("sla.alarmed")
  private static let needsAttention = Event.Kind("sla.needsAttention")
  private static let bounced = Event.Kind("mail.bounced")
  private static let undelivered: Set<Event.Kind> = [Event.Kind("mail.failed"), bounced]

  /// `nil` for events that nobody is told of.
  init?(event: Event, change: Transaction) {
    guard event.subject.kind == "ticket" else { return nil }
    switch event.kind {
    case .ticketOpened, .assigned: kinds = [.assigned, .opened]
    case .clientWrote: kinds = [.clientWrote]
    case .replied: kinds = [.replied]
    case .noted: kinds = [.noted]
    case .takenUpAgain: kinds = [.takenUpAgain]
    case Self.alarmed: kinds = [.alarmed]
    case Self.needsAttention: kinds = [.attention]
    case let kind where Self.undelivered.contains(kind): kinds = [.mailFailed]
    default: return nil
    }
    self.event = event
    self.change = change
  }

  func run() throws {
    guard let ticket = try Ticket.of(event, in: change) else { return }
    var told: Set<Int64> = []
    if case .employee(let author) = event.actor { told.insert(author) }
    for kind in kinds {
      let people = try candidates(kind, ticket).subtracting(told)
      if !people.isEmpty { try tell(people, kind, ticket) }
      told.formUnion(people)
    }
  }

  private func candidates(_ kind: Notice.Kind, _ ticket: Ticket) throws -> Set<Int64> {
    switch kind {
    case .assigned: return Set(isNews("assignee") ? [ticket.assigneeID].compactMap { $0 } : [])
    case .opened: return isNews("team") || (isNews("assignee") && ticket.assigneeID == nil) ? try members(ticket.teamID) : []
    case .alarmed, .attention, .takenUpAgain: return try responsible(ticket)
    case .clientWrote: return try responsible(ticket).union(observers(ticket))
    case .replied, .noted: return try Set([ticket.assigneeID].compactMap { $0 }).union(observers(ticket))
    case .mailFailed: return try (author().map { [$0] } ?? responsible(ticket)).union(administrators())
    }
  }

  /// Everything about a new ticket is news.
  private func isNews(_ field: String) -> Bool { event.kind == .ticketOpened || event.change(of: field) != nil }

  private func responsible(_ ticket: Ticket) throws -> Set<Int64> { try ticket.assigneeID.map { [$0] } ?? members(ticket.teamID) }

  private func members(_ team: Int64?) throws -> Set<Int64> {
    guard let team else { return [] }
    return Set(try change.db.values("SELECT employee_id FROM team_member WHERE team_id = \(team)"))
  }

  private func observers(_ ticket: Ticket) throws -> Set<Int64> {
    Set(
      try change.db.values(
        """
        SELECT observer_id FROM ticket_observer WHERE ticket_number = \(ticket.number) AND kind = 'employee'
        UNION SELECT m.employee_id FROM ticket_observer o JOIN team_member m ON m.team_id = o.observer_id
        WHERE o.ticket_number = \(ticket.number) AND o.kind = 'team'
        """))
  }

  /// Who wrote the reply that did not arrive.
  private func author() throws -> Int64? {
    guard let message = event.facts["message"].flatMap(Int64.init) else { return nil }
    return try change.db.value("SELECT author_id FROM message WHERE id = \(message) AND author_kind = 'employee'")
  }

  /// A mail that the server would not take at all may be a matter of settings; one that bounced is the address's.
  private func administrators() throws -> Set<Int64> {
    guard event.kind != Self.bounced else { return [] }
    return Set(try change.db.values("SELECT e.id FROM employee e JOIN role r ON r.id = e.role_id WHERE r.key = 'administrator'"))
  }

  /// Tells those who are still here, may see it, and have not switched it off.
  private func tell(_ people: Set<Int64>, _ kind: Notice.Kind, _ ticket: Ticket) throws {
    let notes: SQL =
      kind.isInternal
      ? """
      AND EXISTS (SELECT 1 FROM role_right x WHERE x.role_id = e.role_id AND x.right_key = 'tickets.notes' AND \(reaches("x.scope", ticket)))
      """ : .empty
    let mailed = kind.isMailedAtFirst
    let told = try change.db.rows(
      """
      INSERT INTO notification (employee_id, kind, ticket_number, event_id, at, in_desk, by_mail)
      SELECT e.id, \(kind), \(ticket.number), \(event.id), \(change.now), coalesce(s.in_desk, 1), coalesce(s.by_mail, \(mailed)) FROM employee e
      JOIN role_right r ON r.role_id = e.role_id AND r.right_key = 'tickets.view'
      LEFT JOIN notification_setting s ON s.employee_id = e.id AND s.kind = \(kind)
      WHERE e.id IN (\(list: people.sorted())) AND e.is_active = 1 AND \(reaches("r.scope", ticket)) \(notes)
        AND (coalesce(s.in_desk, 1) = 1 OR coalesce(s.by_mail, \(mailed)) = 1)
      ON CONFLICT (employee_id, event_id) DO NOTHING RETURNING employee_id, in_desk
      """)
    for row in told where try row[1] { try change.db.signal("me\(try row[0] as Int64) \(kind.rawValue)") }
  }

  /// The same as `Agent.ticketScope`, for many people and one ticket.
  private func reaches(_ scope: SQL, _ ticket: Ticket) -> SQL {
    """
    (\(scope) = 'all' OR e.id = \(ticket.assigneeID ?? 0)
      OR EXISTS (SELECT 1 FROM ticket_observer o WHERE o.ticket_number = \(ticket.number) AND o.kind = 'employee' AND o.observer_id = e.id)
      OR (\(scope) = 'team' AND EXISTS (SELECT 1 FROM team_member m WHERE m.employee_id = e.id AND m.team_id = \(ticket.teamID ?? 0))))
    """
  }
}
