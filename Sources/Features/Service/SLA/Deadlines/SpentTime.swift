import Desk
import Storage
import Web

/// How long a ticket was in a status, or in somebody's hands: by the clock and in working time.
struct SpentTime: Sendable {
  enum Holder: Hashable, Sendable { case category(StatusCategory), employee(Int64?) }

  let holder: Holder
  let name: String?
  let time: TimeSpent

  static func of(_ ticket: Ticket, for agent: Agent, at now: Instant, in db: any Database) throws -> [SpentTime] {
    guard let levels = try TicketLevels.load(ticket, in: db) else { return [] }
    let calendar = try DeskCalendar.usual(in: db).hours, end = ticket.closedAt ?? now
    let byCategory = TimeSpent.byKey(levels.stays.map { ($0.at, $0.category) }, until: end, in: calendar)
    let hands = try hands(of: ticket, in: db), byEmployee = TimeSpent.byKey(hands, until: end, in: calendar)
    let names = try agent.employeeNames(Array(Set(hands.compactMap(\.key))), in: db)
    let categories = StatusCategory.allCases.compactMap { category in
      byCategory[category].map { SpentTime(holder: .category(category), name: nil, time: $0) }
    }
    let people = byEmployee.map { SpentTime(holder: .employee($0.key), name: $0.key.flatMap { names[$0] }, time: $0.value) }
    return categories + people.sorted { $0.time.total > $1.time.total }
  }

  /// From the history: who had it first is what the first hand-over took it from.
  private static func hands(of ticket: Ticket, in db: any Database) throws -> [(at: Instant, key: Int64?)] {
    let rows = try db.rows(
      """
      SELECT at, changes FROM event WHERE subject_kind = 'ticket' AND subject_id = \(ticket.number) AND kind = \(Event.Kind.assigned) ORDER BY id
      """)
    let moves = try rows.compactMap { row -> (Instant, Event.Change)? in
      let changes: [Event.Change] = try JSONText.decode(row[1])
      return try changes.first { $0.field == "assignee" }.map { (try row[0], $0) }
    }
    guard let first = moves.first else { return [(ticket.createdAt, ticket.assigneeID)] }
    return [(ticket.createdAt, first.1.before.flatMap { Int64($0) })] + moves.map { ($0.0, $0.1.after.flatMap { Int64($0) }) }
  }

  static func table(_ times: [SpentTime], _ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <section class="card"><h2>\(t("sla.spent"))</h2>
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("sla.spent"))"><table class="table"><thead><tr>\
      <th scope="col">\(t("sla.spent.where"))</th><th scope="col" class="num">\(t("sla.spent.total"))</th>\
      <th scope="col" class="num">\(t("sla.spent.business"))</th></tr></thead>
      <tbody>\(each: times, { row($0, t) })</tbody></table></div></section>
      """
  }

  private static func row(_ spent: SpentTime, _ t: Words) -> HTML {
    let holder =
      switch spent.holder {
      case .category(let category): ShownNames(t: t).of(category)
      case .employee: spent.name ?? t("sla.spent.nobody")
      }
    return """
      <tr><th scope="row">\(holder)</th><td class="num">\(TimeWords.span(spent.time.total, t))</td>\
      <td class="num">\(TimeWords.span(spent.time.business, t))</td></tr>
      """
  }
}
