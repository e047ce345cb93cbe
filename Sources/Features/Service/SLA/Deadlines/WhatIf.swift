import Desk
import Storage
import Web

/// What of a request somebody asks about, as it stands in an address; what is left out is what a new ticket would get.
struct AskedRequest: Sendable {
  let type: String?
  let priority: String?
  let company: String?
  let channel: Channel

  func facts(in db: any Database) throws -> RequestFacts {
    let usualType: Int64 = try db.value("SELECT id FROM ticket_type ORDER BY is_default DESC, id LIMIT 1") ?? 0
    let usualPriority: Int64 = try db.value("SELECT id FROM priority ORDER BY is_default DESC, weight LIMIT 1") ?? 0
    return RequestFacts(
      type: type.flatMap { Int64($0) } ?? usualType, priority: priority.flatMap { Int64($0) } ?? usualPriority,
      company: company.flatMap { Int64($0) }, channel: channel)
  }
}

/// Which deadlines a request would get, created then.
struct WhatIf {
  struct Outcome: Sendable {
    let rule: ServiceRule?
    let targets: [ExplainedTarget]
  }

  let facts: RequestFacts
  let createdAt: Instant

  func outcome(in db: any Database) throws -> Outcome {
    guard let rule = try ServiceLevels.load(in: db).rule(for: facts), let calendar = try DeskCalendar.find(rule.calendarID, in: db) else {
      return Outcome(rule: nil, targets: [])
    }
    let targets = rule.targets.map { ExplainedTarget($0.promise, rule: rule, calendar: calendar, createdAt: createdAt) }
    return Outcome(rule: rule, targets: targets)
  }

  /// Beside the form of a new ticket: what would be promised if it were created now.
  static let panel = NewTicketPanel { outline, _, db, now in
    let asked = AskedRequest(
      type: outline.typeID.map(String.init), priority: outline.priorityID.map(String.init), company: outline.companyID.map(String.init),
      channel: .web)
    let outcome = try WhatIf(facts: asked.facts(in: db), createdAt: now).outcome(in: db)
    return PanelContent { preview(outcome, $0) }
  }

  private static func preview(_ outcome: Outcome, _ frame: Frame) -> HTML {
    let t = frame.t, names = ShownNames(t: t)
    // The next answer is promised only after the first.
    let shown = outcome.targets.filter { $0.target != .nextResponse }
    let spans = shown.map { "\(names.within($0.target)) \(TimeWords.span($0.promise.duration, t))" }.joined(separator: ", ")
    return """
      <section class="card" id="sla-preview"><h2>\(t("sla.panel"))</h2>
      \(if: shown.isEmpty, "<p class=\"muted\">\(t("sla.nothingPromised"))</p>")
      \(if: !shown.isEmpty, "<ul class=\"sla-list\">\(each: shown, { item($0, frame) })</ul>")
      \(outcome.rule.map { HTML("<small class=\"muted\">\(t("sla.byRule", ["rule": names.of($0), "spans": spans]))</small>") })
      </section>
      """
  }

  private static func item(_ target: ExplainedTarget, _ frame: Frame) -> HTML {
    let due = target.reading.due.map { frame.clock.element($0) } ?? "—"
    return "<li class=\"sla-item\"><span>\(ShownNames(t: frame.t).of(target.target))</span><b class=\"num\">\(due)</b></li>"
  }
}
