import Storage

extension Employee {
  init(row: Row) throws {
    self.init(
      id: try row["id"], publicID: try row["public_id"], name: try row["name"], email: try row["email"], roleID: try row["role_id"],
      isActive: try row["is_active"], preferences: try Preferences(row: row), signature: try row["signature"],
      createdAt: try row["created_at"],
      mustChangePassword: try row["must_change_password"], rev: try row["rev"])
  }
}

/// A line of the list of employees.
struct EmployeeLine: Sendable {
  let employee: Employee
  let role: Role
  let teams: [String]
}

extension Agent {
  static let employeesOnPage = 100

  /// Employees in the order of their names, from after `(name, id)`; whether there are more is told by one line too many.
  func employees(isActive: Bool, after: (name: String, id: Int64)?, in db: any Database) throws -> [EmployeeLine] {
    try require(.viewSettings)
    let start: SQL = after.map { "AND (e.name, e.id) > (\($0.name), \($0.id))" } ?? .empty
    let rows = try db.rows(
      """
      SELECT e.*, r.key AS role_key, r.name AS role_name FROM employee e JOIN role r ON r.id = e.role_id
      WHERE e.is_active = \(isActive) \(start) ORDER BY e.name, e.id LIMIT \(Self.employeesOnPage + 1)
      """)
    let employees = try rows.map(Employee.init)
    let teams = try teamNames(of: employees.map(\.id), in: db)
    return try zip(rows, employees).map { row, employee in
      let role = Role(id: employee.roleID, key: try row["role_key"], name: try row["role_name"])
      return EmployeeLine(employee: employee, role: role, teams: teams[employee.id] ?? [])
    }
  }

  func employee(_ id: Int64, in db: any Database) throws -> Employee {
    try require(.viewSettings)
    guard let row = try db.row("SELECT * FROM employee WHERE id = \(id)\(db.lock)") else { throw Refusal.notFound }
    return try Employee(row: row)
  }

  /// All who ever worked here: what they did stays.
  func everybody(in db: any Database) throws -> [Choice] {
    try db.rows("SELECT id, name FROM employee ORDER BY name, id LIMIT 2000").map { Choice(id: try $0[0], name: try $0[1]) }
  }

  func teamIDs(of employee: Int64, in db: any Database) throws -> [Int64] {
    try db.values("SELECT team_id FROM team_member WHERE employee_id = \(employee) ORDER BY team_id")
  }

  func roles(in db: any Database) throws -> [Role] {
    try db.rows("SELECT id, key, name FROM role ORDER BY id").map { Role(id: try $0[0], key: try $0[1], name: try $0[2]) }
  }

  private func teamNames(of employees: [Int64], in db: any Database) throws -> [Int64: [String]] {
    let rows = try db.rows(
      """
      SELECT m.employee_id, t.name FROM team_member m JOIN team t ON t.id = m.team_id
      WHERE m.employee_id IN (\(list: employees)) AND t.is_active = 1 ORDER BY t.name
      """)
    var names: [Int64: [String]] = [:]
    for row in rows { names[try row[0], default: []].append(try row[1]) }
    return names
  }
}
