import Hummingbird
import Secrets
import Storage
import Web

enum EmployeeRoutes {
  static func add(to routes: Routes) {
    routes.get("settings/employees", .right(.viewSettings)) { try await list($0) }
    routes.get("settings/employees/new", .right(.changePeople)) { try await form(nil, $0, refused: nil) }
    routes.post("settings/employees", .right(.changePeople)) { try await invite($0) }
    routes.get("settings/employees/:id", .right(.viewSettings)) { try await form($0.number("id"), $0, refused: nil) }
    routes.post("settings/employees/:id", .right(.changePeople)) { try await save($0) }
    routes.post("settings/employees/:id/password", .right(.changePeople)) { try await newPassword($0) }
    routes.get("settings/employees/:id/deactivation", .right(.changePeople)) { try await leaving($0, refused: nil) }
    routes.post("settings/employees/:id/deactivation", .right(.changePeople)) { try await deactivate($0) }
    routes.delete("settings/employees/:id/deactivation", .right(.changePeople)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try agent.reactivate(id, in: $0) }
      return visit.redirect(to: "/settings/employees/\(id)")
    }
  }

  private static func list(_ visit: Visit) async throws -> Response {
    let (agent, isActive) = (try visit.agent, visit.query("state") != "left")
    let after = visit.query("after").flatMap(Int64.init).flatMap { id in visit.query("name").map { (name: $0, id: id) } }
    let lines = try await visit.world.read { try agent.employees(isActive: isActive, after: after, in: $0) }
    return try visit.settingsPage(EmployeeListPage(lines: lines, isActive: isActive))
  }

  private static func form(_ id: Int64?, _ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let agent = try visit.agent
    let page = try await visit.world.read { db in
      EmployeePage(
        employee: try id.map { try agent.employee($0, in: db) }, memberships: try id.map { try agent.teamIDs(of: $0, in: db) } ?? [],
        roles: try agent.roles(in: db), teams: try agent.allTeams(in: db),
        lastChange: try id.flatMap { try LastChange.of(.employee($0), in: db) }, refused: refused)
    }
    return try visit.settingsPage(page, status: refused?.status ?? .ok)
  }

  private static func invite(_ visit: Visit) async throws -> Response {
    try await visit.submit {
      let (agent, edit, password) = (try visit.agent, EmployeeEdit(form: visit.form), InitialPassword.make())
      let hash = await visit.world.passwords.hash(password)
      let id = try await visit.world.write { try agent.invite(edit, passwordHash: hash, in: $0) }
      return try visit.settingsPage(PasswordShownPage(id: id, name: edit.name, email: edit.email, password: password.reveal()))
    } refused: {
      try await form(nil, visit, refused: $0)
    }
  }

  private static func save(_ visit: Visit) async throws -> Response {
    let id = try visit.number("id")
    return try await visit.submit {
      let (agent, edit) = (try visit.agent, EmployeeEdit(form: visit.form))
      do {
        try await visit.world.write { try agent.change(id, to: edit, in: $0) }
      } catch Refusal.conflict("error.lastAdministrator") {
        throw Refusal.invalid("role", "error.lastAdministrator")
      }
      return visit.redirect(to: "/settings/employees")
    } refused: {
      try await form(id, visit, refused: $0)
    }
  }

  private static func newPassword(_ visit: Visit) async throws -> Response {
    let (agent, id, password) = (try visit.agent, try visit.number("id"), InitialPassword.make())
    let hash = await visit.world.passwords.hash(password)
    let employee = try await visit.world.write { change in
      let employee = try agent.employee(id, in: change.db)
      try Employee.setPassword(hash, of: id, mustChange: true, by: agent.actor, in: change)
      return employee
    }
    return try visit.settingsPage(PasswordShownPage(id: id, name: employee.name, email: employee.email, password: password.reveal()))
  }

  private static func leaving(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let (agent, id) = (try visit.agent, try visit.number("id"))
    let page = try await visit.world.read { db in
      LeavingPage(
        employee: try agent.employee(id, in: db),
        openTickets: try Ticket.countOpen(of: id, in: db),
        people: try agent.assignees(in: db).filter { $0.id != id }, teams: try agent.allTeams(in: db), refused: refused)
    }
    return try visit.settingsPage(page, status: refused?.status ?? .ok)
  }

  private static func deactivate(_ visit: Visit) async throws -> Response {
    try await visit.submit {
      let (agent, id) = (try visit.agent, try visit.number("id"))
      guard let handOver = HandOver(visit.form.text("handOver")) else { throw Refusal.invalid("handOver", "error.unknownChoice") }
      try await visit.world.write { try agent.deactivate(id, handOver: handOver, in: $0) }
      return visit.redirect(to: "/settings/employees")
    } refused: {
      try await leaving(visit, refused: $0)
    }
  }
}

/// A password that is told once and has to be changed at the first sign-in.
enum InitialPassword {
  /// 80 bits in groups that can be read aloud.
  static func make() -> Secret {
    let letters = Array(Random.publicID())
    let groups = stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
    return Secret(groups.joined(separator: "-"))
  }
}
