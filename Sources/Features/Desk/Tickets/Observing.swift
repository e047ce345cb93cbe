import Storage

extension Event.Kind {
  package static let observed = Event.Kind("ticket.observed")
  package static let unobserved = Event.Kind("ticket.unobserved")
}

extension Ticket {
  /// Whoever observes reads along and is told. Observing twice does nothing.
  package func observe(_ observer: Observer, by actor: Actor, in change: Transaction) throws {
    guard let name = try Self.name(of: observer, in: change.db) else { throw Refusal.invalid("observer", "error.unknownChoice") }
    let isThere = try change.db.exists(
      """
      SELECT 1 FROM ticket_observer
      WHERE ticket_number = \(number) AND kind = \(observer.kind) AND observer_id = \(observer.id)
      """)
    guard !isThere else { return }
    try add(observer, in: change)
    try change.record(event(.observed, observer, name, by: actor))
  }

  package func stopObserving(_ observer: Observer, by actor: Actor, in change: Transaction) throws {
    let gone = try change.db.run(
      "DELETE FROM ticket_observer WHERE ticket_number = \(number) AND kind = \(observer.kind) AND observer_id = \(observer.id)")
    guard gone > 0 else { return }
    try change.record(event(.unobserved, observer, Self.name(of: observer, in: change.db) ?? "", by: actor))
  }

  private func event(_ kind: Event.Kind, _ observer: Observer, _ name: String, by actor: Actor) -> Event {
    Event(
      kind, of: .ticket(number), by: actor, facts: ["name": name, "observerKind": observer.kind.rawValue, "observer": String(observer.id)])
  }

  private static func name(of observer: Observer, in db: any Database) throws -> String? {
    switch observer.kind {
    case .employee: try db.value("SELECT name FROM employee WHERE id = \(observer.id)")
    case .contact: try db.value("SELECT name FROM contact WHERE id = \(observer.id)")
    case .team: try db.value("SELECT name FROM team WHERE id = \(observer.id)")
    }
  }
}

/// Somebody who reads along, by name.
package struct Watcher: Sendable, Equatable {
  package let observer: Observer
  package let name: String
  /// Of contacts: where they are written to.
  package let email: String?
}

extension Agent {
  /// Who observes a ticket that this agent sees: employees first, then teams, then contacts, each by name.
  package func watchers(of ticket: Ticket, in db: any Database) throws -> [Watcher] {
    try db.rows(
      """
      SELECT 1 AS place, 'employee' AS kind, e.id, e.name, NULL AS email FROM ticket_observer o JOIN employee e ON e.id = o.observer_id
      WHERE o.ticket_number = \(ticket.number) AND o.kind = 'employee'
      UNION ALL
      SELECT 2, 'team', m.id, m.name, NULL FROM ticket_observer o JOIN team m ON m.id = o.observer_id
      WHERE o.ticket_number = \(ticket.number) AND o.kind = 'team'
      UNION ALL
      SELECT 3, 'contact', c.id, c.name, (SELECT a.email FROM contact_email a WHERE a.contact_id = c.id ORDER BY a.position LIMIT 1)
      FROM ticket_observer o JOIN contact c ON c.id = o.observer_id
      WHERE o.ticket_number = \(ticket.number) AND o.kind = 'contact'
      ORDER BY 1, 4, 3 LIMIT 200
      """
    ).map { Watcher(observer: Observer(try $0[1], try $0[2]), name: try $0[3], email: try $0[4]) }
  }
}
