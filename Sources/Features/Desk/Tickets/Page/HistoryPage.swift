import Storage
import Web

struct HistoryPage: Page {
  let history: TicketHistory

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { t("history.title", ["number": String(history.number)]) }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page page-wide">
      <nav class="breadcrumbs" aria-label="\(t("history.where"))"><ol><li><a href="/tickets">\(t("nav.tickets"))</a></li>\
      <li><a href="/tickets/\(history.number)">\(t.name(of: history.number, history.subject))</a></li><li aria-current="page">\(t("ticket.history"))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      <nav class="segmented" aria-label="\(t("history.filters"))">\(each: TicketHistory.Filter.allCases, { filter($0, frame) })</nav>
      \(if: history.lines.isEmpty, "<p class=\"muted\">\(t("history.empty"))</p>", else: table(frame))
      \(more(frame))
      </div>
      """
  }

  private func filter(_ filter: TicketHistory.Filter, _ frame: Frame) -> HTML {
    let current: HTML = filter == history.filter ? " aria-current=\"true\"" : ""
    return """
      <a href="/tickets/\(history.number)/history?kind=\(filter.rawValue)"\(current)>\(frame.t("history.filter.\(filter.rawValue)"))</a>
      """
  }

  private func table(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("ticket.history"))"><table class="table"><thead><tr>\
      <th scope="col">\(t("history.when"))</th><th scope="col">\(t("history.who"))</th><th scope="col">\(t("history.what"))</th>\
      <th scope="col">\(t("history.why"))</th></tr></thead><tbody>\(each: history.lines, { row($0, frame) })</tbody></table></div>
      """
  }

  private func row(_ line: ChangeLine, _ frame: Frame) -> HTML {
    let told = line.sentence(frame)
    return """
      <tr id="e\(line.event.id)"><td>\(frame.clock.element(line.event.at))</td><td>\(line.actor(frame.t))</td>\
      <td>\(told.isEmpty ? "\(heading(line, frame.t))" : told)</td><td>\(cause(line, frame))</td></tr>

      """
  }

  /// The kind of thing it was, as a sentence begins.
  private func heading(_ line: ChangeLine, _ t: Words) -> String {
    let name = line.kindName(t)
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  private func cause(_ line: ChangeLine, _ frame: Frame) -> HTML {
    guard let cause = line.event.cause.flatMap({ history.causes[$0] }) else { return .empty }
    let told = ChangeLine(event: cause, names: line.names).kindName(frame.t)
    return "<a href=\"#e\(cause.id)\">\(told)</a>"
  }

  private func more(_ frame: Frame) -> HTML {
    guard let next = history.next else { return .empty }
    return """
      <nav class="pagination" aria-label="\(frame.t("list.pages"))"><a class="button button-small" rel="next" \
      href="/tickets/\(history.number)/history?kind=\(history.filter.rawValue)&amp;before=\(next)">\(frame.t("history.older"))</a></nav>
      """
  }
}

enum HistoryRoutes {
  static func add(to routes: Routes) {
    routes.get("tickets/:number/history", .right(.viewTickets)) { visit in
      let (agent, number) = (try visit.agent, try visit.number("number"))
      let filter = visit.query("kind").flatMap(TicketHistory.Filter.init(rawValue:)) ?? .all
      let before = visit.query("before").flatMap { Int64($0) } ?? .max
      let history = try await visit.world.read { db in
        try TicketHistory.load(agent.ticket(number, in: db), filter, before: before, for: agent, in: db)
      }
      return visit.page(HistoryPage(history: history))
    }
  }
}
