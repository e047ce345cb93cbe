import Storage

/// Employees, teams, roles, and their sign-in.
package enum People: Feature {
  package static var schema: [Migration] { PeopleSchema.steps }
}
