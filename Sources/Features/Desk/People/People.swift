import Storage

/// Employees, teams, roles, and their sign-in.
package enum People: Feature {
  package static var schema: [Migration] { PeopleSchema.steps }
  package static var jobs: [any Job.Type] { [ForgottenPassword.self, HandOverTickets.self] }

  package static func routes(_ routes: Routes) {
    SignInRoutes.add(to: routes)
    PasswordResetRoutes.add(to: routes)
    ProfileRoutes.add(to: routes)
    EmployeeRoutes.add(to: routes)
    TeamRoutes.add(to: routes)
    routes.get("settings/roles", .right(.viewSettings)) { visit in
      let agent = try visit.agent
      return try visit.settingsPage(try await visit.world.read { try RolesPage.load(for: agent, in: $0) })
    }
  }

  package static var settings: [SettingsEntry] {
    [
      SettingsEntry(
        path: "/settings/employees", title: "people.employees", about: "people.employees.about", icon: "users", right: .viewSettings),
      SettingsEntry(path: "/settings/teams", title: "people.teams", about: "people.teams.about", icon: "user-check", right: .viewSettings),
      SettingsEntry(
        path: "/settings/roles", title: "people.roles", about: "people.roles.about", icon: "shield-check", right: .viewSettings),
    ]
  }
}
