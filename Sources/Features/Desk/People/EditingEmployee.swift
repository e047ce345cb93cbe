import Storage
import Web

extension Event.Kind {
  package static let employeeChanged = Event.Kind("employee.changed")
  package static let employeeReactivated = Event.Kind("employee.reactivated")
}

/// An employee as somebody typed it.
struct EmployeeEdit: Sendable {
  let name: String
  let email: String
  let role: Int64
  let teams: [Int64]
  let rev: Int64

  init(form: Form) {
    name = form.text("name")
    email = EmailAddress.normalized(form.text("email"))
    role = form.int("role") ?? 0
    teams = Set(form.all("team").compactMap(Int64.init)).sorted()
    rev = form.int("rev") ?? 0
  }

  func check(_ employee: Int64?, in db: any Database) throws {
    var problems = Checks.name(name, "name") + Checks.email(email, "email")
    if try db.exists("SELECT 1 FROM employee WHERE email = \(email) AND id <> \(employee ?? 0)") {
      problems.append(.init("email", "error.emailTaken"))
    }
    if try !db.exists("SELECT 1 FROM role WHERE id = \(role)") { problems.append(.init("role", "error.unknownChoice")) }
    let known: Int? = try db.value("SELECT count(*) FROM team WHERE id IN (\(list: teams))")
    if known != teams.count { problems.append(.init("team", "error.unknownChoice")) }
    guard problems.isEmpty else { throw Refusal.invalid(problems) }
  }
}

extension Agent {
  /// A new employee with a password that has to be changed at the first sign-in.
  func invite(_ edit: EmployeeEdit, passwordHash: String, in change: Transaction) throws -> Int64 {
    try require(.changePeople)
    try edit.check(nil, in: change.db)
    let profile = try DeskProfile.load(in: change.db)
    var new = NewEmployee(
      name: edit.name, email: edit.email, role: edit.role, teams: edit.teams, language: profile.language, timeZone: profile.timeZone,
      passwordHash: passwordHash)
    new.mustChangePassword = true
    return try Employee.add(new, by: actor, in: change)
  }

  func change(_ id: Int64, to edit: EmployeeEdit, in change: Transaction) throws {
    try require(.changePeople)
    let db = change.db
    try lockPeople(in: db)
    let (before, teams) = (try employee(id, in: db), try teamNames(of: id, db))
    try edit.check(id, in: db)
    let changed = try db.run(
      """
      UPDATE employee SET name = \(edit.name), email = \(edit.email), role_id = \(edit.role), rev = rev + 1
      WHERE id = \(id) AND rev = \(edit.rev)
      """)
    guard changed == 1 else { throw Refusal.conflict("form.changedMeanwhile") }
    // A team that was archived keeps its members, unseen: the form lists those that work.
    try db.run("DELETE FROM team_member WHERE employee_id = \(id) AND team_id IN (SELECT id FROM team WHERE is_active = 1)")
    for team in edit.teams {
      try db.run("INSERT INTO team_member (team_id, employee_id) VALUES (\(team), \(id)) ON CONFLICT (team_id, employee_id) DO NOTHING")
    }
    if before.roleID != edit.role { try Employee.requireAdministrator(in: db) }
    let changes = Event.Change.differing([
      ("name", before.name, edit.name), ("email", before.email, edit.email),
      ("role", try roleName(before.roleID, db), try roleName(edit.role, db)),
      ("teams", teams, try teamNames(of: id, db)),
    ])
    if !changes.isEmpty {
      try change.record(Event(.employeeChanged, of: .employee(id), by: actor, changes: changes, facts: ["name": edit.name]))
    }
  }

  func deactivate(_ id: Int64, handOver: HandOver, in change: Transaction) throws {
    try require(.changePeople)
    try lockPeople(in: change.db)
    let employee = try employee(id, in: change.db)
    if handOver == .employee(id) { throw Refusal.invalid("handOver", "error.cannotBeAssigned") }
    do {
      try Employee.deactivate(employee.id, handOver: handOver, by: actor, in: change)
    } catch Refusal.invalid(let problems) {
      throw Refusal.invalid(problems.map { .init("handOver", $0.key, $0.values) })
    } catch Refusal.conflict(let key) {
      throw Refusal.invalid("", key)
    }
  }

  func reactivate(_ id: Int64, in change: Transaction) throws {
    try require(.changePeople)
    let employee = try employee(id, in: change.db)
    guard !employee.isActive else { return }
    try change.db.run("UPDATE employee SET is_active = 1, rev = rev + 1 WHERE id = \(id)")
    try change.record(Event(.employeeReactivated, of: .employee(id), by: actor, facts: ["name": employee.name]))
  }

  /// Two administrators must not remove each other at once: changes of people wait for one another.
  private func lockPeople(in db: any Database) throws { _ = try db.row("SELECT id FROM desk WHERE id = 1\(db.lock)") }

  private func roleName(_ id: Int64, _ db: any Database) throws -> String? {
    try db.value("SELECT coalesce(key, name) FROM role WHERE id = \(id)")
  }

  private func teamNames(of employee: Int64, _ db: any Database) throws -> String {
    let names: [String] = try db.values(
      "SELECT t.name FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.employee_id = \(employee) ORDER BY t.name")
    return names.joined(separator: ", ")
  }
}
