import Desk
import Storage

extension Event.Kind {
  package static let slaRuleAdded = Event.Kind("slaPolicy.ruleAdded")
  package static let slaRuleChanged = Event.Kind("slaPolicy.ruleChanged")
  package static let slaRuleRemoved = Event.Kind("slaPolicy.ruleRemoved")
  package static let slaRuleMoved = Event.Kind("slaPolicy.ruleMoved")
  package static let slaPolicyChanged = Event.Kind("slaPolicy.changed")
}

extension Event.Subject {
  static func slaPolicy(_ id: Int64) -> Event.Subject { Event.Subject("slaPolicy", id) }
}

/// Edits of the desk's policy. Each is in force for what comes next at once; the open tickets follow by a job.
struct PolicyChanging {
  let agent: Agent
  let change: Transaction
  private let policy: Int64
  private var db: any Database { change.db }

  init(by agent: Agent, in change: Transaction) throws {
    try agent.require(.changeSettings)
    self.agent = agent
    self.change = change
    guard let policy: Int64 = try change.db.value("SELECT id FROM sla_policy WHERE is_default = 1\(change.db.lock)") else {
      throw Refusal.notFound
    }
    self.policy = policy
  }

  /// A new rule goes first: below one that fits everybody it would never be asked.
  func add(_ edit: RuleEdit) throws -> Int64 {
    try check(edit)
    let id: Int64? = try db.value(
      """
      INSERT INTO sla_rule (policy_id, name, position, conditions, targets, calendar_id)
      VALUES (\(policy), \(edit.name), 0, \(JSONText.encode(edit.conditions)), \(JSONText.encode(edit.promises)), \(edit.calendar)) RETURNING id
      """)
    try number(rules())
    try record(.slaRuleAdded, id!, edit.name)
    return id!
  }

  /// - Parameter shownName: what the page showed as the name of a rule that has never been renamed.
  func change(_ id: Int64, to edit: RuleEdit, shownName: String) throws {
    let rule = try rule(id)
    guard rule.rev == edit.rev else { throw Refusal.conflict("form.changedMeanwhile") }
    try check(edit)
    let (conditions, targets) = (try JSONText.encode(edit.conditions), try JSONText.encode(edit.promises))
    let changes = Event.Change.differing([
      ("name", shownName, edit.name), ("conditions", try JSONText.encode(rule.conditions), conditions),
      ("targets", try JSONText.encode(rule.targets.map(\.promise)), targets), ("calendar", String(rule.calendarID), String(edit.calendar)),
    ])
    guard !changes.isEmpty else { return }
    let (name, key) = edit.name == shownName ? (rule.name, rule.key) : (edit.name, nil)
    try db.run(
      """
      UPDATE sla_rule SET name = \(name), key = \(key), conditions = \(conditions), targets = \(targets), calendar_id = \(edit.calendar),
        rev = rev + 1
      WHERE id = \(id)
      """)
    try record(.slaRuleChanged, id, edit.name, changes)
  }

  func remove(_ id: Int64) throws {
    let rule = try rule(id)
    try db.run("UPDATE sla_rule SET removed_at = \(change.now), key = NULL WHERE id = \(id)")
    try record(.slaRuleRemoved, id, rule.name)
  }

  /// One place up or down; at the end of the list nothing happens.
  func move(_ id: Int64, up: Bool) throws {
    let rule = try rule(id)
    var ids = try rules()
    guard let index = ids.firstIndex(of: id), ids.indices.contains(index + (up ? -1 : 1)) else { return }
    ids.swapAt(index, index + (up ? -1 : 1))
    try number(ids)
    try record(.slaRuleMoved, id, rule.name, [.init("position", String(index + 1), String(index + (up ? 0 : 2)))])
  }

  func change(_ attention: Attention) throws {
    guard let row = try db.row("SELECT * FROM sla_policy WHERE id = \(policy)") else { throw Refusal.notFound }
    let changes = try Attention(row: row).changes(to: attention)
    guard !changes.isEmpty else { return }
    try db.run(
      """
      UPDATE sla_policy SET unanswered_after = \(attention.unanswered), untouched_after = \(attention.untouched),
        silent_after = \(attention.silent), stuck_times = \(attention.stuckTimes), rev = rev + 1
      WHERE id = \(policy)
      """)
    try change.record(Event(.slaPolicyChanged, of: .slaPolicy(policy), by: agent.actor, changes: changes))
    try RecountProgress.begin(in: change)
  }

  private func check(_ edit: RuleEdit) throws {
    if try !db.exists("SELECT 1 FROM calendar WHERE id = \(edit.calendar) AND removed_at IS NULL") {
      throw Refusal.invalid("calendar", "error.unknownChoice")
    }
  }

  private func rule(_ id: Int64) throws -> ServiceRule {
    guard let row = try db.row("SELECT * FROM sla_rule WHERE id = \(id) AND policy_id = \(policy) AND removed_at IS NULL") else {
      throw Refusal.notFound
    }
    return try ServiceRule(row: row)
  }

  private func rules() throws -> [Int64] {
    try db.values("SELECT id FROM sla_rule WHERE policy_id = \(policy) AND removed_at IS NULL ORDER BY position, id")
  }

  private func number(_ ids: [Int64]) throws {
    for (position, id) in ids.enumerated() { try db.run("UPDATE sla_rule SET position = \(position + 1) WHERE id = \(id)") }
  }

  private func record(_ kind: Event.Kind, _ rule: Int64, _ name: String, _ changes: [Event.Change] = []) throws {
    try change.record(Event(kind, of: .slaPolicy(policy), by: agent.actor, changes: changes, facts: ["rule": String(rule), "name": name]))
    try RecountProgress.begin(in: change)
  }
}
