import Storage

/// Employees, teams, roles, and their sign-in.
package enum People: Feature {
  package static var schema: [Migration] { PeopleSchema.steps }

  package static func routes(_ routes: Routes) {
    SignInRoutes.add(to: routes)
  }
}
