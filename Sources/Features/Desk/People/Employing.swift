import Secrets
import Storage
import Web

extension Event.Kind {
  package static let employeeAdded = Event.Kind("employee.added")
  package static let employeeRoleChanged = Event.Kind("employee.roleChanged")
  package static let employeePasswordSet = Event.Kind("employee.passwordSet")
  package static let employeeDeactivated = Event.Kind("employee.deactivated")
}

/// Somebody who begins to work at the desk.
package struct NewEmployee: Sendable {
  package var name: String
  package var email: String
  package var role: Int64
  package var teams: [Int64]
  package var language: Language
  package var timeZone: String
  /// `nil` when the person cannot sign in yet.
  package var passwordHash: String?
  /// Somebody else chose the password: the person has to choose another one first.
  package var mustChangePassword = false

  package init(name: String, email: String, role: Int64, teams: [Int64], language: Language, timeZone: String, passwordHash: String?) {
    self.name = name
    self.email = email
    self.role = role
    self.teams = teams
    self.language = language
    self.timeZone = timeZone
    self.passwordHash = passwordHash
  }
}

extension Employee {
  @discardableResult
  package static func add(_ new: NewEmployee, by actor: Actor, in change: Transaction) throws -> Int64 {
    let email = EmailAddress.normalized(new.email)
    guard !new.name.allSatisfy(\.isWhitespace) else { throw Refusal.invalid("name", "error.nameMissing") }
    guard EmailAddress.isPlausible(email) else { throw Refusal.invalid("email", "error.emailInvalid") }
    if try change.db.exists("SELECT 1 FROM employee WHERE email = \(email)") { throw Refusal.invalid("email", "error.emailTaken") }
    let id: Int64? = try change.db.value(
      """
      INSERT INTO employee (public_id, name, email, password_hash, must_change_password, role_id, language, time_zone, created_at)
      VALUES (\(Random.publicID()), \(new.name), \(email), \(new.passwordHash), \(new.mustChangePassword), \(new.role), \(new.language),
        \(new.timeZone), \(change.now))
      RETURNING id
      """)
    for team in new.teams { try change.db.run("INSERT INTO team_member (team_id, employee_id) VALUES (\(team), \(id))") }
    try change.record(Event(.employeeAdded, of: Event.Subject("employee", id!), by: actor, facts: ["name": new.name]))
    return id!
  }

  /// A new password signs the person out everywhere: whoever knew the old one is shut out.
  /// - Parameter mustChange: the person has to choose another one before anything else.
  package static func setPassword(_ hash: String, of id: Int64, mustChange: Bool = false, by actor: Actor, in change: Transaction) throws {
    try change.db.run("UPDATE employee SET password_hash = \(hash), must_change_password = \(mustChange) WHERE id = \(id)")
    try Session.end("employee_id = \(id)", in: change)
    try change.db.run("DELETE FROM known_browser WHERE employee_id = \(id)")
    try change.record(Event(.employeePasswordSet, of: Event.Subject("employee", id), by: actor))
  }

  package static func setRole(_ role: Int64, of id: Int64, by actor: Actor, in change: Transaction) throws {
    let before: Int64? = try change.db.value("SELECT role_id FROM employee WHERE id = \(id)")
    guard let before else { throw Refusal.notFound }
    guard before != role else { return }
    try change.db.run("UPDATE employee SET role_id = \(role) WHERE id = \(id)")
    try requireAdministrator(in: change.db)
    let changes = [Event.Change("role", String(before), String(role))]
    try change.record(Event(.employeeRoleChanged, of: Event.Subject("employee", id), by: actor, changes: changes))
  }

  /// Ends the person's sessions and gives the open tickets to whom `handOver` says, or back to their teams: a ticket of
  /// somebody who left is a forgotten one.
  package static func deactivate(_ id: Int64, handOver: HandOver = .theirTeams, by actor: Actor, in change: Transaction) throws {
    guard try change.db.run("UPDATE employee SET is_active = 0, rev = rev + 1 WHERE id = \(id) AND is_active = 1") == 1 else { return }
    try requireAdministrator(in: change.db)
    try Session.end("employee_id = \(id)", in: change)
    try change.db.run("DELETE FROM known_browser WHERE employee_id = \(id)")
    try handOver.run(from: id, by: actor, in: change)
    try change.record(Event(.employeeDeactivated, of: Event.Subject("employee", id), by: actor))
  }

  /// Without one nobody could let anybody in again.
  static func requireAdministrator(in db: any Database) throws {
    let isThere = try db.exists(
      """
      SELECT 1 FROM employee e JOIN role_right r ON r.role_id = e.role_id AND r.right_key = \(Right.changePeople)
      WHERE e.is_active = 1 LIMIT 1
      """)
    if !isThere { throw Refusal.conflict("error.lastAdministrator") }
  }
}
