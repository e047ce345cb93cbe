import Storage
import Web

extension Event.Kind {
  package static let teamChanged = Event.Kind("team.changed")
  package static let teamArchived = Event.Kind("team.archived")
  package static let teamRestored = Event.Kind("team.restored")
}

struct TeamEdit: Sendable {
  let name: String
  let members: [Int64]
  let signature: String
  let rev: Int64

  init(form: Form) {
    name = form.text("name")
    members = Set(form.all("member").compactMap(Int64.init)).sorted()
    signature = (form.raw("signature") ?? "").replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    rev = form.int("rev") ?? 0
  }

  func check(_ team: Int64?, in db: any Database) throws {
    var problems = Checks.name(name, "name") + Checks.tooLong(signature, "signature", limit: ProfileEdit.longestSignature)
    if try db.exists("SELECT 1 FROM team WHERE name = \(name) AND id <> \(team ?? 0)") { problems.append(.init("name", "error.nameTaken")) }
    let known: Int? = try db.value("SELECT count(*) FROM employee WHERE id IN (\(list: members))")
    if known != members.count { problems.append(.init("member", "error.unknownChoice")) }
    guard problems.isEmpty else { throw Refusal.invalid(problems) }
  }
}

struct TeamLine: Sendable {
  let team: Team
  let members: Int
}

extension Agent {
  func teamLines(in db: any Database) throws -> [TeamLine] {
    try require(.viewSettings)
    return try db.rows(
      """
      SELECT t.*, (SELECT count(*) FROM team_member m JOIN employee e ON e.id = m.employee_id AND e.is_active = 1 WHERE m.team_id = t.id) AS members
      FROM team t ORDER BY t.is_active DESC, t.name, t.id LIMIT 500
      """
    ).map { TeamLine(team: try Team(row: $0), members: try $0["members"]) }
  }

  func team(_ id: Int64, in db: any Database) throws -> Team {
    try require(.viewSettings)
    guard let row = try db.row("SELECT * FROM team WHERE id = \(id)\(db.lock)") else { throw Refusal.notFound }
    return try Team(row: row)
  }

  func members(of team: Int64, in db: any Database) throws -> [Int64] {
    try db.values("SELECT employee_id FROM team_member WHERE team_id = \(team) ORDER BY employee_id")
  }

  /// Everybody who works here, for the choice of members.
  func colleagues(in db: any Database) throws -> [Choice] {
    try db.rows("SELECT id, name FROM employee WHERE is_active = 1 ORDER BY name, id LIMIT 1000").map {
      Choice(id: try $0[0], name: try $0[1])
    }
  }

  func addTeam(_ edit: TeamEdit, in change: Transaction) throws -> Int64 {
    try require(.changePeople)
    try edit.check(nil, in: change.db)
    let id = try Team.add(edit.name, by: actor, in: change)
    try change.db.run("UPDATE team SET signature = \(edit.signature) WHERE id = \(id)")
    for member in edit.members { try change.db.run("INSERT INTO team_member (team_id, employee_id) VALUES (\(id), \(member))") }
    return id
  }

  func change(team id: Int64, to edit: TeamEdit, in change: Transaction) throws {
    try require(.changePeople)
    let db = change.db
    let (before, members) = (try team(id, in: db), try memberNames(of: id, in: db))
    try edit.check(id, in: db)
    guard
      try db.run(
        "UPDATE team SET name = \(edit.name), signature = \(edit.signature), rev = rev + 1 WHERE id = \(id) AND rev = \(edit.rev)") == 1
    else { throw Refusal.conflict("form.changedMeanwhile") }
    // Who was deactivated stays a member, unseen: the form lists those who work here.
    try db.run("DELETE FROM team_member WHERE team_id = \(id) AND employee_id IN (SELECT id FROM employee WHERE is_active = 1)")
    for member in edit.members {
      try db.run("INSERT INTO team_member (team_id, employee_id) VALUES (\(id), \(member)) ON CONFLICT (team_id, employee_id) DO NOTHING")
    }
    let changes = Event.Change.differing([
      ("name", before.name, edit.name), ("signature", before.signature, edit.signature),
      ("members", members, try memberNames(of: id, in: db)),
    ])
    if !changes.isEmpty { try change.record(Event(.teamChanged, of: .team(id), by: actor, changes: changes, facts: ["name": edit.name])) }
  }

  /// An archived team gets no new tickets; its open ones stay its own, so it may have none.
  func archive(team id: Int64, in change: Transaction) throws {
    try require(.changePeople)
    let (db, team) = (change.db, try team(id, in: change.db))
    if try db.exists("SELECT 1 FROM ticket WHERE team_id = \(id) AND is_open = 1 LIMIT 1") {
      throw Refusal.invalid("", "people.teamHasTickets")
    }
    if try !db.exists("SELECT 1 FROM team WHERE is_active = 1 AND id <> \(id) LIMIT 1") { throw Refusal.invalid("", "people.lastTeam") }
    guard try db.run("UPDATE team SET is_active = 0, rev = rev + 1 WHERE id = \(id) AND is_active = 1") == 1 else { return }
    try change.record(Event(.teamArchived, of: .team(id), by: actor, facts: ["name": team.name]))
  }

  func restore(team id: Int64, in change: Transaction) throws {
    try require(.changePeople)
    let team = try team(id, in: change.db)
    guard try change.db.run("UPDATE team SET is_active = 1, rev = rev + 1 WHERE id = \(id) AND is_active = 0") == 1 else { return }
    try change.record(Event(.teamRestored, of: .team(id), by: actor, facts: ["name": team.name]))
  }

  private func memberNames(of team: Int64, in db: any Database) throws -> String {
    let names: [String] = try db.values(
      "SELECT e.name FROM team_member m JOIN employee e ON e.id = m.employee_id WHERE m.team_id = \(team) ORDER BY e.name, e.id")
    return names.joined(separator: ", ")
  }
}

extension Team {
  /// Why a team cannot get tickets; `nil` when it can.
  package static func problem(receiving id: Int64, in db: any Database) throws -> String? {
    guard let isActive: Bool = try db.value("SELECT is_active FROM team WHERE id = \(id)") else { return "error.unknownChoice" }
    return isActive ? nil : "error.teamArchived"
  }

  init(row: Row) throws {
    self.init(
      id: try row["id"], name: try row["name"], signature: try row["signature"], isActive: try row["is_active"], rev: try row["rev"])
  }
}
