import Storage

extension Event.Kind {
  package static let teamAdded = Event.Kind("team.added")
}

extension Team {
  package static func add(_ name: String, by actor: Actor, in change: Transaction) throws -> Int64 {
    guard !name.allSatisfy(\.isWhitespace) else { throw Refusal.invalid("name", "error.nameMissing") }
    let id: Int64? = try change.db.value("INSERT INTO team (name) VALUES (\(name)) RETURNING id")
    try change.record(Event(.teamAdded, of: Event.Subject("team", id!), by: actor, facts: ["name": name]))
    return id!
  }
}
