import Storage

/// Which steps of the wizard were done, and which put off.
enum SetupProgress {
  enum State: String, Sendable, ColumnValue { case done, skipped }

  static func states(in db: any Database) throws -> [String: State] {
    var states: [String: State] = [:]
    for row in try db.rows("SELECT step, state FROM setup_progress") { states[try row[0]] = try row[1] as State }
    return states
  }

  /// Marks the step and returns the next one that waits; `nil` when the wizard has come to its end. A step that was done
  /// stays done when somebody comes back and skips it.
  static func advance(past step: any SetupStep, state: State, among steps: [any SetupStep], in change: Transaction) throws -> String? {
    try mark(step.id, state, in: change)
    let states = try states(in: change.db)
    let position = steps.firstIndex { $0.id == step.id } ?? 0
    let next = steps.dropFirst(position + 1).first { states[$0.id] == nil }?.id
    try change.db.run("UPDATE desk SET setup_step = \(next) WHERE id = 1")
    return next
  }

  private static func mark(_ step: String, _ state: State, in change: Transaction) throws {
    try change.db.run(
      """
      INSERT INTO setup_progress (step, state, at) VALUES (\(step), \(state), \(change.now))
      ON CONFLICT (step) DO UPDATE SET state = CASE WHEN setup_progress.state = 'done' THEN 'done' ELSE excluded.state END, at = excluded.at
      """)
  }

  /// No step has this name: names of steps are words.
  static let checklist = "(checklist)"

  static func dismissChecklist(in change: Transaction) throws { try mark(checklist, .skipped, in: change) }
}

/// What is left to set up, for administrators, until it is done or dismissed.
package struct SetupChecklist: Sendable {
  struct Item: Sendable {
    let id: String
    let isDone: Bool
  }
  let items: [Item]

  static func load(for agent: Agent, steps: [any SetupStep], in db: any Database) throws -> SetupChecklist? {
    guard agent.may(.changeSettings) else { return nil }
    let states = try SetupProgress.states(in: db)
    guard states[SetupProgress.checklist] == nil else { return nil }
    let items = steps.map { Item(id: $0.id, isDone: states[$0.id] == .done) }
    return items.allSatisfy(\.isDone) ? nil : SetupChecklist(items: items)
  }

  /// Nobody is asked to set up what is an example.
  package static func dismiss(in change: Transaction) throws { try SetupProgress.dismissChecklist(in: change) }

  /// The list of what is left, for the pages that show it; `nil` for everybody but administrators.
  package static func load(for agent: Agent, in world: World, _ db: any Database) throws -> SetupChecklist? {
    try load(for: agent, steps: SetupSteps.of(world.features), in: db)
  }
}
