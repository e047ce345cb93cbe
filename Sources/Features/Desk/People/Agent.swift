import Storage
import Web

/// An employee who is asking for something now: who, with which rights, in which language. Rows of the desk are reached
/// through one of these (or through a contact), so that nothing is loaded without saying for whom.
package struct Agent: Sendable {
  package let id: Int64
  package let name: String
  package let email: String
  package let role: String
  package let rights: [Right: Scope]
  package let teams: [Int64]
  package let preferences: Preferences
  /// Somebody else chose the password: nothing is to be had before it is changed.
  package var mustChangePassword = false

  package init(id: Int64, name: String, email: String, role: String, rights: [Right: Scope], teams: [Int64], preferences: Preferences) {
    self.id = id
    self.name = name
    self.email = email
    self.role = role
    self.rights = rights
    self.teams = teams
    self.preferences = preferences
  }

  package var actor: Actor { .employee(id) }
  package func may(_ right: Right) -> Bool { rights[right] != nil }
  package func require(_ right: Right) throws {
    guard may(right) else { throw Refusal.forbidden(right) }
  }
}

package struct Preferences: Sendable {
  package enum Theme: String, Sendable, CaseIterable, ColumnValue { case system, light, dark }
  package enum Density: String, Sendable, CaseIterable, ColumnValue { case cozy, compact }

  package var language: Language
  package var timeZone: String
  package var theme: Theme
  package var density: Density
  /// Single-key shortcuts can be switched off (WCAG 2.1.4).
  package var hasShortcuts: Bool
  /// How long a sent reply can be taken back, seconds.
  package var undoSeconds: Int64
  /// Columns that lists leave out.
  package var hiddenColumns: Set<ListColumn>

  package init(
    language: Language, timeZone: String, theme: Theme = .system, density: Density = .cozy, hasShortcuts: Bool = true,
    undoSeconds: Int64 = 10, hiddenColumns: Set<ListColumn> = []
  ) {
    self.language = language
    self.timeZone = timeZone
    self.theme = theme
    self.density = density
    self.hasShortcuts = hasShortcuts
    self.undoSeconds = undoSeconds
    self.hiddenColumns = hiddenColumns
  }
}
extension Language: ColumnValue {}
