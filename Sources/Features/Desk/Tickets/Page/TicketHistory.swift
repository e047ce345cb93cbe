import Storage

/// Everything that ever happened to a ticket, the newest first, with values before and after and what caused it.
struct TicketHistory: Sendable {
  enum Filter: String, Sendable, CaseIterable { case all, fields, conversation, people, rest }

  static let pageSize = 100

  let number: Int64
  let subject: String
  let filter: Filter
  let lines: [ChangeLine]
  let causes: [Int64: Event]
  /// The id to go on from.
  let next: Int64?

  static func load(_ ticket: Ticket, _ filter: Filter, before: Int64, for agent: Agent, in db: any Database) throws -> TicketHistory {
    let hidden: SQL = try agent.seesNotes(of: ticket.number, in: db) ? "" : " AND kind <> \(Event.Kind.noted)"
    let found = try db.rows(
      """
      SELECT * FROM event WHERE subject_kind = 'ticket' AND subject_id = \(ticket.number) AND id < \(before)\(filter.condition)\(hidden)
      ORDER BY id DESC LIMIT \(pageSize + 1)
      """
    ).map(Event.init)
    let events = Array(found.prefix(pageSize))
    let names = try EventNames.load(for: events, words: .load(in: db), in: db)
    let causes = try db.rows(
      """
      SELECT * FROM event WHERE id IN (\(list: Array(Set(events.compactMap(\.cause)))))
        AND subject_kind = 'ticket' AND subject_id = \(ticket.number)
      """
    ).map(Event.init)
    return TicketHistory(
      number: ticket.number, subject: ticket.subject, filter: filter, lines: events.map { ChangeLine(event: $0, names: names) },
      causes: Dictionary(uniqueKeysWithValues: causes.map { ($0.id, $0) }), next: found.count > pageSize ? events.last?.id : nil)
  }
}

extension TicketHistory.Filter {
  private static let fieldKinds: [Event.Kind] = [.statusChanged, .assigned, .fieldsChanged, .tagged]
  private static let peopleKinds: [Event.Kind] = [.observed, .unobserved]

  fileprivate var condition: SQL {
    switch self {
    case .all: ""
    case .fields: " AND kind IN (\(list: Self.fieldKinds))"
    case .conversation: " AND kind IN (\(list: Event.Kind.messages))"
    case .people: " AND kind IN (\(list: Self.peopleKinds))"
    case .rest: " AND kind NOT IN (\(list: Self.fieldKinds + Self.peopleKinds + Event.Kind.messages))"
    }
  }
}
