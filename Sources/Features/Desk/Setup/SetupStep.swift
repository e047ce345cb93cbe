import Storage
import Web

/// A step of the first-run wizard. Each is a form that can be skipped and come back to.
package protocol SetupStep: Sendable {
  /// In the address and in the desk's row.
  static var id: String { get }
  static var position: Int { get }
  static func load(_ agent: Agent, in db: any Database) throws -> any SetupForm
  /// Saves the step; throws `Refusal.invalid` with the fields to mend.
  static func save(_ form: Form, by agent: Agent, visit: Visit) async throws
}

/// The form of a step, filled from what is known.
package protocol SetupForm: Sendable {
  func html(_ frame: Frame, refused: Form?, problems: [Refusal.Problem]) -> HTML
}
