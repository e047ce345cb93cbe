import Desk
import Storage
import Web

/// How long a ticket was in a status, or in somebody's hands: by the clock and in working time.
struct SpentTime: Sendable {
  enum Holder: Sendable {
    case status(Status)
    /// `nil`: nobody had it.
    case employee(String?)
  }

  let holder: Holder
  let time: TimeSpent

  /// Statuses in their order, then people, whoever had it longest first.
  static func of(_ ticket: Ticket, for agent: Agent, at now: Instant, in db: any Database) throws -> [SpentTime] {
    let calendar = try DeskCalendar.usual(in: db).hours, end = ticket.closedAt ?? now
    let stays = try TicketStay.all(of: ticket, in: db)
    let (inStatus, inHands) = (stays.filter { $0.kind == .status }, stays.filter { $0.kind == .hands })
    let names = try agent.employeeNames(inHands.map(\.holder), in: db)
    let statuses = try TicketWords.load(in: db).statuses.compactMap { status in
      inStatus.first { $0.holder == status.id }.map { SpentTime(holder: .status(status), time: $0.spent(until: end, in: calendar)) }
    }
    let people = inHands.map { SpentTime(holder: .employee(names[$0.holder]), time: $0.spent(until: end, in: calendar)) }
    return (statuses + people.sorted { $0.time.total > $1.time.total }).filter { $0.time.total > 0 }
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
      case .status(let status): status.title(t)
      case .employee(let name): name ?? t("sla.spent.nobody")
      }
    return """
      <tr><th scope="row">\(holder)</th><td class="num">\(TimeWords.span(spent.time.total, t))</td>\
      <td class="num">\(TimeWords.span(spent.time.business, t))</td></tr>
      """
  }
}
