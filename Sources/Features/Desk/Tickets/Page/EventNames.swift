import Storage

/// An employee or a contact, as a key.
enum Person: Hashable, Sendable {
  case employee(Int64), contact(Int64), nobody

  init(_ actor: Actor) {
    switch actor {
    case .employee(let id): self = .employee(id)
    case .contact(let id): self = .contact(id)
    case .desk: self = .nobody
    }
  }
}

/// What the ids in events are called now.
struct EventNames: Sendable {
  var people: [Person: String] = [:]
  var teams: [Int64: String] = [:]
  var companies: [Int64: String] = [:]
  var words: TicketWords

  static func load(for events: [Event], words: TicketWords, in db: any Database) throws -> EventNames {
    var names = EventNames(words: words)
    for row in try rows("employee", ids(in: events, of: "assignee") { if case .employee(let id) = $0 { id } else { nil } }, in: db) {
      names.people[.employee(row.0)] = row.1
    }
    for row in try rows("contact", ids(in: events, of: "requester") { if case .contact(let id) = $0 { id } else { nil } }, in: db) {
      names.people[.contact(row.0)] = row.1
    }
    for row in try rows("team", ids(in: events, of: "team") { _ in nil }, in: db) { names.teams[row.0] = row.1 }
    for row in try rows("company", ids(in: events, of: "company") { _ in nil }, in: db) { names.companies[row.0] = row.1 }
    return names
  }

  private static func ids(in events: [Event], of field: String, _ actor: (Actor) -> Int64?) -> [Int64] {
    var ids: Set<Int64> = []
    for event in events {
      if let id = actor(event.actor) { ids.insert(id) }
      guard let change = event.change(of: field) else { continue }
      ids.formUnion([change.before, change.after].compactMap { $0.flatMap { Int64($0) } })
    }
    return ids.sorted()
  }

  private static func rows(_ table: String, _ ids: [Int64], in db: any Database) throws -> [(Int64, String)] {
    guard !ids.isEmpty else { return [] }
    let statement: SQL =
      switch table {
      case "employee": "SELECT id, name FROM employee WHERE id IN (\(list: ids))"
      case "contact": "SELECT id, name FROM contact WHERE id IN (\(list: ids))"
      case "team": "SELECT id, name FROM team WHERE id IN (\(list: ids))"
      default: "SELECT id, name FROM company WHERE id IN (\(list: ids))"
      }
    return try db.rows(statement).map { (try $0[0], try $0[1]) }
  }
}
