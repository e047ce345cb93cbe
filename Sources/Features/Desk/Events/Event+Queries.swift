import Foundation
import Storage

extension Event {
  func insert(in db: any Database) throws -> Int64 {
    let id: Int64? = try db.value(
      """
      INSERT INTO event (at, kind, subject_kind, subject_id, actor_kind, actor_id, changes, facts, cause_id)
      VALUES (\(at), \(kind), \(subject.kind), \(subject.id), \(actor.kind), \(actor.id), \(Self.json(changes)), \(Self.json(facts)), \(cause))
      RETURNING id
      """)
    return id!
  }

  init(row: Row) throws {
    let actorKind: String = try row["actor_kind"]
    self.init(
      try row["kind"], of: Subject(try row["subject_kind"], try row["subject_id"]),
      by: Actor(kind: actorKind, id: try row["actor_id"]), changes: try Self.decoded(row["changes"]), facts: try Self.decoded(row["facts"]))
    id = try row["id"]
    at = try row["at"]
    cause = try row["cause_id"]
  }

  /// Facts as they stand in their column.
  static func facts(_ text: String) throws -> [String: String] { try decoded(text) }

  private static func json(_ value: some Encodable & Collection) throws -> String {
    // Most events change no field; an encoder is dear beside the row that it writes.
    if value.isEmpty { return value is [String: String] ? "{}" : "[]" }
    return String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
  }

  private static func decoded<T: Decodable>(_ text: String) throws -> T {
    try JSONDecoder().decode(T.self, from: Data(text.utf8))
  }
}

extension Agent {
  /// The newest events of a ticket that this agent may see, newest first. `before` is the id to go on from.
  package func history(of ticket: Ticket, before: Int64 = .max, limit: Int = 100, in db: any Database) throws -> [Event] {
    try db.rows(
      """
      SELECT * FROM event WHERE subject_kind = 'ticket' AND subject_id = \(ticket.number) AND id < \(before)
      ORDER BY id DESC LIMIT \(limit)
      """
    ).map(Event.init)
  }
}
