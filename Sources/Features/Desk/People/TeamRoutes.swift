import Hummingbird
import Storage
import Web

enum TeamRoutes {
  static func add(to routes: Routes) {
    routes.get("settings/teams", .right(.viewSettings)) { visit in
      let agent = try visit.agent
      return try visit.settingsPage(TeamListPage(lines: try await visit.world.read { try agent.teamLines(in: $0) }))
    }
    routes.get("settings/teams/new", .right(.changePeople)) { try await form(nil, $0, refused: nil) }
    routes.post("settings/teams", .right(.changePeople)) { visit in
      try await visit.submit {
        let (agent, edit) = (try visit.agent, TeamEdit(form: visit.form))
        _ = try await visit.world.write { try agent.addTeam(edit, in: $0) }
        return visit.redirect(to: "/settings/teams")
      } refused: {
        try await form(nil, visit, refused: $0)
      }
    }
    routes.get("settings/teams/:id", .right(.viewSettings)) { try await form($0.number("id"), $0, refused: nil) }
    routes.post("settings/teams/:id", .right(.changePeople)) { visit in
      try await change(visit) { agent, id, change in try agent.change(team: id, to: TeamEdit(form: visit.form), in: change) }
    }
    routes.post("settings/teams/:id/archive", .right(.changePeople)) { visit in
      try await change(visit) { agent, id, change in try agent.archive(team: id, in: change) }
    }
    routes.delete("settings/teams/:id/archive", .right(.changePeople)) { visit in
      try await change(visit) { agent, id, change in try agent.restore(team: id, in: change) }
    }
  }

  private static func change(_ visit: Visit, _ body: @escaping @Sendable (Agent, Int64, Transaction) throws -> Void) async throws
    -> Response
  {
    let (agent, id) = (try visit.agent, try visit.number("id"))
    return try await visit.submit {
      try await visit.world.write { try body(agent, id, $0) }
      return visit.redirect(to: "/settings/teams")
    } refused: {
      try await form(id, visit, refused: $0)
    }
  }

  private static func form(_ id: Int64?, _ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let agent = try visit.agent
    // The buttons beside the form send no fields: what is stored is shown with the reason.
    let hasFields = refused?.form.raw("name") != nil
    let page = try await visit.world.read { db in
      TeamPage(
        team: try id.map { try agent.team($0, in: db) }, members: try id.map { try agent.members(of: $0, in: db) } ?? [],
        colleagues: try agent.colleagues(in: db), lastChange: try id.flatMap { try LastChange.of(.team($0), in: db) },
        refused: hasFields ? refused : nil, reason: hasFields ? nil : refused?.problems.first)
    }
    return try visit.settingsPage(page, status: refused?.status ?? .ok)
  }
}
