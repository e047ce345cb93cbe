import Storage

enum AuditSchema {
  static let steps = [
    Migration(
      "2026-11-24 audit: what is not about tickets",
      [
        "CREATE INDEX event_audit ON event (id) WHERE subject_kind NOT IN ('ticket', 'contact', 'company')",
        "CREATE INDEX event_audit_subject ON event (subject_kind, id) WHERE subject_kind <> 'ticket'",
        "CREATE INDEX event_audit_actor ON event (actor_id, id) WHERE subject_kind <> 'ticket' AND actor_kind = 'employee'",
      ])
  ]
}

/// Sign-ins, changes of people, rights and settings: the events that are not about tickets, newest first.
struct AuditLog: Sendable {
  struct Filter: Sendable {
    var subject: String?
    var actor: Int64?

    /// Each of the three has an index. Clients come by mail all the time: they are shown when they, or somebody's doings, are asked for.
    fileprivate var subjects: SQL {
      if let subject { return "subject_kind <> 'ticket' AND subject_kind = \(subject)" }
      return actor == nil ? "subject_kind NOT IN ('ticket', 'contact', 'company')" : "subject_kind <> 'ticket'"
    }
  }

  static let linesOnPage = 50
  /// What can be chosen; others are shown too.
  static let subjects = ["employee", "team", "desk", "company", "contact", "mailbox", "sla", "calendar", "job"]

  let events: [Event]
  let names: [Int64: String]
  /// The id to go on from; `nil` at the end.
  let next: Int64?

  static func load(_ filter: Filter, before: Int64, for agent: Agent, in db: any Database) throws -> AuditLog {
    try agent.require(.viewAudit)
    let actor: SQL = filter.actor.map { "AND actor_kind = 'employee' AND actor_id = \($0)" } ?? .empty
    var events = try db.rows(
      """
      SELECT * FROM event WHERE \(filter.subjects) AND id < \(before) \(actor) ORDER BY id DESC LIMIT \(linesOnPage + 1)
      """
    ).map(Event.init)
    let next = events.count > linesOnPage ? events[linesOnPage - 1].id : nil
    events = Array(events.prefix(linesOnPage))
    let people = events.flatMap {
      [$0.subject.kind == "employee" ? $0.subject.id : nil, $0.actor.kind == "employee" ? $0.actor.id : nil].compactMap { $0 }
    }
    return AuditLog(events: events, names: try agent.employeeNames(Array(Set(people)), in: db), next: next)
  }
}
