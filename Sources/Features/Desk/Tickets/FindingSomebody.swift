import Storage

extension Ticket {
  /// What is worked on again needs somebody who is still here: whoever finished it may have left since, and the team may be archived.
  /// Without anybody it belongs to its team, or to the desk's first one, where it is seen.
  mutating func findSomebody(in db: any Database) throws {
    if let assigneeID, try !db.exists("SELECT 1 FROM employee WHERE id = \(assigneeID) AND is_active = 1") { self.assigneeID = nil }
    guard assigneeID == nil else { return }
    if let teamID, try db.exists("SELECT 1 FROM team WHERE id = \(teamID) AND is_active = 1") { return }
    teamID = try Team.first(in: db) ?? teamID
  }
}

extension Team {
  /// Whose is what belongs to nobody. One team always works: the last one cannot be archived.
  static func first(in db: any Database) throws -> Int64? { try db.value("SELECT min(id) FROM team WHERE is_active = 1") }
}
