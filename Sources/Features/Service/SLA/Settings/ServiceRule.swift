import Desk
import Storage

/// What of a ticket a rule looks at.
struct RequestFacts: Sendable {
  var type: Int64
  var priority: Int64
  var company: Int64?
  var channel: Channel

  init(type: Int64, priority: Int64, company: Int64?, channel: Channel) {
    self.type = type
    self.priority = priority
    self.company = company
    self.channel = channel
  }
  init(_ ticket: Ticket) { self.init(type: ticket.typeID, priority: ticket.priorityID, company: ticket.companyID, channel: ticket.channel) }
}

/// To which requests a rule applies: any of each list; an empty list does not ask.
struct RuleConditions: Codable, Sendable, Equatable {
  var companies: [Int64] = []
  var types: [Int64] = []
  var priorities: [Int64] = []
  var channels: [String] = []

  func hold(for facts: RequestFacts) -> Bool {
    (companies.isEmpty || facts.company.map(companies.contains) ?? false) && (types.isEmpty || types.contains(facts.type))
      && (priorities.isEmpty || priorities.contains(facts.priority)) && (channels.isEmpty || channels.contains(facts.channel.rawValue))
  }
}

/// One line of a policy: for these requests, these promises, counted by this calendar.
struct ServiceRule: Sendable {
  /// A promise beside its stored text, which says whether it is still the same.
  struct Target: Sendable {
    let promise: Promise
    let text: String
    init(_ promise: Promise) throws {
      self.promise = promise
      text = try JSONText.encode(promise)
    }
  }

  let id: Int64
  /// Of the rules that the desk began with, until somebody renames them.
  let key: String?
  let name: String
  let position: Int64
  let rev: Int64
  let conditions: RuleConditions
  let targets: [Target]
  let calendarID: Int64

  func target(_ kind: TargetKind) -> Target? { targets.first { $0.promise.kind == kind } }

  private static let conditionsMemo = JSONMemo<RuleConditions>()
  private static let targetsMemo = JSONMemo<[Target]> { text in
    let promises: [Promise] = try JSONText.decode(text)
    return try promises.map(Target.init)
  }
  static let promiseMemo = JSONMemo<Promise>()

  static func inUse(_ id: Int64, in db: any Database) throws -> ServiceRule {
    guard let row = try db.row("SELECT * FROM sla_rule WHERE id = \(id) AND removed_at IS NULL") else { throw Refusal.notFound }
    return try ServiceRule(row: row)
  }

  init(row: Row) throws {
    id = try row["id"]
    key = try row["key"]
    name = try row["name"]
    position = try row["position"]
    rev = try row["rev"]
    conditions = try Self.conditionsMemo(row["conditions"])
    targets = try Self.targetsMemo(row["targets"])
    calendarID = try row["calendar_id"]
  }
}
