import Hummingbird
import Storage
import Web

enum SettingsRoutes {
  static func add(to routes: Routes) {
    routes.get("settings", .right(.viewSettings)) { visit in
      let (agent, steps) = (try visit.agent, SetupSteps.of(visit.world.features))
      let checklist = try await visit.world.read { try SetupChecklist.load(for: agent, steps: steps, in: $0) }
      let page = SettingsHomePage(entries: try visit.settingsEntries, query: visit.query("q") ?? "", checklist: checklist)
      return try visit.settingsPage(page)
    }
    routes.get("settings/desk", .right(.viewSettings)) { try await desk($0, refused: nil) }
    routes.post("settings/desk", .right(.changeSettings)) { visit in
      try await visit.submit {
        let (agent, edit) = (try visit.agent, DeskEdit(form: visit.form))
        try await visit.world.write { try agent.changeDesk(edit, in: $0) }
        return visit.redirect(to: "/settings/desk")
      } refused: {
        try await desk(visit, refused: $0)
      }
    }
  }

  private static func desk(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let page = try await visit.world.read { db in
      DeskPage(
        profile: try DeskProfile.load(in: db), closeAfterDays: try Ticket.daysToObject(in: db), rev: try DeskEdit.revision(in: db),
        lastChange: try LastChange.of(.desk, in: db), refused: refused)
    }
    return try visit.settingsPage(page, status: refused?.status ?? .ok)
  }
}
