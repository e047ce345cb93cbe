import Storage
import Web

extension Agent {
  /// The active employee behind a verified session, mail or command line. `nil` when deactivated meanwhile.
  package static func find(_ id: Int64, in db: any Database) throws -> Agent? {
    guard
      let row = try db.row(
        "SELECT e.*, r.key AS role_key, r.name AS role_name FROM employee e JOIN role r ON r.id = e.role_id WHERE e.id = \(id) AND e.is_active = 1"
      )
    else { return nil }
    var rights: [Right: Scope] = [:]
    let roleID: Int64 = try row["role_id"]
    for right in try db.rows("SELECT right_key, scope FROM role_right WHERE role_id = \(roleID)") {
      let key: String = try right[0]
      // A right that a newer program added and this one does not know gives nothing.
      if let known = Right(rawValue: key) { rights[known] = try right[1] as Scope }
    }
    let roleKey: String? = try row["role_key"]
    var agent = Agent(
      id: id, name: try row["name"], email: try row["email"], role: try roleKey ?? row["role_name"], rights: rights,
      teams: try db.values("SELECT team_id FROM team_member WHERE employee_id = \(id) ORDER BY team_id"),
      preferences: try Preferences(row: row))
    agent.mustChangePassword = try row["must_change_password"]
    return agent
  }

  package static func find(email: String, in db: any Database) throws -> Agent? {
    let id: Int64? = try db.value("SELECT id FROM employee WHERE email = \(EmailAddress.normalized(email))")
    return try id.flatMap { try find($0, in: db) }
  }

  /// Who can be given a ticket: active employees who may change tickets.
  package func assignees(in db: any Database) throws -> [Choice] {
    try db.rows(
      """
      SELECT e.id, e.name FROM employee e JOIN role_right r ON r.role_id = e.role_id AND r.right_key = 'tickets.change'
      WHERE e.is_active = 1 ORDER BY e.name, e.id LIMIT 500
      """
    ).map { Choice(id: try $0[0], name: try $0[1]) }
  }

  package func allTeams(in db: any Database) throws -> [Choice] {
    try db.rows("SELECT id, name FROM team WHERE is_active = 1 ORDER BY name, id LIMIT 500").map { Choice(id: try $0[0], name: try $0[1]) }
  }

  /// Names for ids that appear in tickets and histories, deactivated people too.
  package func employeeNames(_ ids: [Int64], in db: any Database) throws -> [Int64: String] {
    var names: [Int64: String] = [:]
    for row in try db.rows("SELECT id, name FROM employee WHERE id IN (\(list: ids))") { names[try row[0]] = try row[1] as String }
    return names
  }
}

extension Preferences {
  init(row: Row) throws {
    self.init(
      language: try row["language"], timeZone: try row["time_zone"], theme: try row["theme"], density: try row["density"],
      hasShortcuts: try row["has_shortcuts"], undoSeconds: try row["undo_seconds"],
      hiddenColumns: ListColumn.set(try row["hidden_columns"]))
  }
}
