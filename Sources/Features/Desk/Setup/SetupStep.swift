import Storage
import Web

/// A step of the first-run wizard after the administrator's. Each is a form that can be skipped and come back to.
///
/// Its words: `setup.ID.name` (in the list of steps and the checklist), `setup.ID.title` (heading), `setup.ID.lead` (one sentence).
package protocol SetupStep: Sendable {
  /// In the address and in the desk's row.
  static var id: String { get }
  static var position: Int { get }
  static func load(_ agent: Agent, in db: any Database) throws -> any SetupForm
  /// Saves the step; throws `Refusal.invalid` with the fields to mend.
  static func save(_ form: Form, by agent: Agent, visit: Visit) async throws
}

/// The form of a step, filled from what is known: its fields only. What is around them, the token and the buttons, is the wizard's.
package protocol SetupForm: Sendable {
  func html(_ frame: Frame, refused: Form?, problems: [Refusal.Problem]) -> HTML
}

extension SetupStep {
  var id: String { Self.id }
  func load(for agent: Agent, in db: any Database) throws -> any SetupForm { try Self.load(agent, in: db) }
  func save(_ form: Form, by agent: Agent, visit: Visit) async throws { try await Self.save(form, by: agent, visit: visit) }
}

enum SetupSteps {
  /// The steps of all features, in order.
  static func of(_ features: [any Feature.Type]) -> [any SetupStep] {
    features.flatMap { $0.setupSteps }.sorted { type(of: $0).position < type(of: $1).position }
  }

  static func named(_ id: String, among steps: [any SetupStep]) throws -> any SetupStep {
    guard let step = steps.first(where: { $0.id == id }) else { throw Refusal.notFound }
    return step
  }
}
