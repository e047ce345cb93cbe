import Foundation
import Storage

extension Event.Kind {
  package static let tagged = Event.Kind("ticket.tagged")
}

/// Words that tickets are found and counted by.
package enum TagList {
  package static let longestName = 50
  package static let most = 30

  /// Comma-separated, each once regardless of case, in the order of the alphabet.
  package static func names(in text: String) throws -> [String] {
    var names: [String: String] = [:]
    for piece in text.split(whereSeparator: { $0 == "," || $0.isNewline }) {
      let name = piece.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !name.isEmpty else { continue }
      guard name.count <= longestName else { throw Refusal.invalid("tags", "error.tooLong", ["limit": String(longestName)]) }
      names[name.lowercased()] = names[name.lowercased()] ?? name
    }
    guard names.count <= most else { throw Refusal.invalid("tags", "ticket.manyTags", ["limit": String(most)]) }
    return names.sorted { $0.key < $1.key }.map(\.value)
  }

  package static func text(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension Ticket {
  package func tags(in db: any Database) throws -> [String] {
    let names: [String] = try db.values(
      "SELECT g.name FROM ticket_tag x JOIN tag g ON g.id = x.tag_id WHERE x.ticket_number = \(number) LIMIT 100")
    return names.sorted { $0.lowercased() < $1.lowercased() }
  }

  /// Sets all tags at once. A tag that is known in another case keeps the case in which it is known.
  package mutating func setTags(_ wanted: [String], by actor: Actor, in change: Transaction) throws {
    let before = try tags(in: change.db)
    let known = Set(before.map { $0.lowercased() })
    let asked = Set(wanted.map { $0.lowercased() })
    guard known != asked else { return }
    for name in wanted where !known.contains(name.lowercased()) {
      try change.db.run("INSERT INTO ticket_tag (ticket_number, tag_id) VALUES (\(number), \(Self.tag(name, in: change.db)))")
    }
    let gone = before.filter { !asked.contains($0.lowercased()) }
    try change.db.run(
      "DELETE FROM ticket_tag WHERE ticket_number = \(number) AND tag_id IN (SELECT id FROM tag WHERE name IN (\(list: gone)))")
    try touch(in: change)
    let after = try tags(in: change.db)
    try change.record([
      Event(
        .tagged, of: .ticket(number), by: actor, changes: [.init("tags", TagList.text(before), TagList.text(after))],
        facts: ["rev": String(rev)])
    ])
    self = try Ticket.forDesk(number, in: change) ?? self
  }

  private static func tag(_ name: String, in db: any Database) throws -> Int64 {
    if let id: Int64 = try db.value("SELECT id FROM tag WHERE key = \(name.lowercased())") { return id }
    // Two tickets may bring the same new tag at one moment.
    let id: Int64? = try db.value(
      "INSERT INTO tag (name, key) VALUES (\(name), \(name.lowercased())) ON CONFLICT (key) DO UPDATE SET name = tag.name RETURNING id")
    return id!
  }

  /// Rows beside the ticket's own changed: its version and its place in lists change with them.
  private mutating func touch(in change: Transaction) throws {
    let changed = try change.db.run(
      "UPDATE ticket SET rev = rev + 1, updated_at = \(change.now) WHERE number = \(number) AND rev = \(rev)")
    guard changed == 1 else { throw Refusal.conflict("error.ticketChanged") }
    rev += 1
    updatedAt = change.now
  }
}
