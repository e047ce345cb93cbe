import Hummingbird
import Storage
import Web

enum ProfileRoutes {
  static func add(to routes: Routes) {
    routes.get("profile", .signedIn) { try await profile($0, refused: nil) }
    routes.post("profile", .signedIn) { visit in
      try await visit.submit {
        let (agent, edit) = (try visit.agent, ProfileEdit(form: visit.form))
        try await visit.world.write { try agent.changeProfile(edit, in: $0) }
        return visit.redirect(to: "/profile")
      } refused: {
        try await profile(visit, refused: $0)
      }
    }
    routes.get("profile/password", .signedIn) { try password($0, refused: nil) }
    routes.post("profile/password", .signedIn) { visit in
      try await visit.submit {
        guard let session = visit.session else { throw Refusal.forbidden(nil) }
        try await PasswordChange(form: visit.form).run(by: session.agent, session: session.id, in: visit.world)
        return visit.redirect(to: session.agent.mustChangePassword ? "/" : "/profile")
      } refused: {
        try password(visit, refused: $0)
      }
    }
    routes.delete("profile/sessions", .signedIn) { visit in
      guard let session = visit.session else { throw Refusal.forbidden(nil) }
      try await visit.world.write { try session.agent.endOtherSessions(than: session.id, in: $0) }
      return visit.redirect(to: "/profile#sessions")
    }
    routes.delete("profile/sessions/:id", .signedIn) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try agent.endSession(id, in: $0) }
      return visit.redirect(to: "/profile#sessions")
    }
  }

  private static func profile(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    guard let session = visit.session else { throw Refusal.forbidden(nil) }
    let (agent, now) = (session.agent, visit.now)
    let page = try await visit.world.read { db in
      ProfilePage(
        employee: try agent.ownRow(in: db), sessions: try agent.sessions(now: now, in: db), present: session.id,
        lastChange: try LastChange.of(.employee(agent.id), in: db), refused: refused)
    }
    return visit.page(page).response(status: refused?.status ?? .ok)
  }

  private static func password(_ visit: Visit, refused: RefusedForm?) throws -> Response {
    let page = PasswordPage(isDemanded: try visit.agent.mustChangePassword, refused: refused)
    return visit.page(page).response(status: refused?.status ?? .ok)
  }
}
