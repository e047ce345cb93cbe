import Storage
import Web

/// The views beside the list, each with what it holds and what of it is late.
struct ViewsColumn: Sendable {
  let query: ListQuery
  let teams: [Choice]
  let counts: [TicketView: ViewCount]
  /// Whether anything is ever assigned to the reader.
  let hasOwn: Bool

  static func load(_ query: ListQuery, for agent: Agent, in db: any Database) throws -> ViewsColumn {
    let teams = try agent.listedTeams(in: db)
    if case .team(let id) = query.view, !teams.contains(where: { $0.id == id }) { throw Refusal.notFound }
    let views = TicketView.common + teams.map { .team($0.id) }
    return ViewsColumn(
      query: query, teams: teams, counts: try agent.viewCounts(of: views, in: db), hasOwn: agent.may(.changeTickets) || query.view == .mine)
  }

  /// The name of the view that is shown.
  func name(_ t: Words) -> String { name(of: query.view, t) }

  private func name(of view: TicketView, _ t: Words) -> String {
    if case .team(let id) = view { return teams.first { $0.id == id }?.name ?? "" }
    return t("list.view.\(view.text)")
  }

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <nav class="views" id="views" aria-label="\(t("list.views"))" data-hx-get="/tickets\(query.suffix)" \
      data-hx-trigger="live:views from:body delay:50ms" data-hx-swap="morph:outerHTML">
      <h2 class="views-title">\(t("list.views"))</h2>
      \(each: TicketView.common.filter { $0 != .mine || hasOwn }, { link($0, frame) })
      \(if: !teams.isEmpty, "<h2 class=\"views-title\">\(t("list.teams"))</h2>\(each: teams, { link(.team($0.id), frame) })")
      </nav>
      """
  }

  private func link(_ view: TicketView, _ frame: Frame) -> HTML {
    let (t, name) = (frame.t, name(of: view, frame.t))
    let current: HTML = view == query.view ? " aria-current=\"page\"" : ""
    let key: HTML = view.key.map { " data-key=\"\($0)\" data-label=\"\(name)\"" } ?? ""
    let late = counts[view].flatMap { $0.late > 0 ? $0.late : nil }
    // The order goes along from view to view.
    return """
      <a class="view" href="\(ListQuery(view, query.sort).address)"\(current)\(key)>\(frame.icon(view.icon))<span class="view-name">\(name)</span>\
      \(late.map { HTML("<span class=\"view-late\"><span class=\"sr\">\(t("list.late")) </span>\($0)</span>") })\
      \(counts[view].map { HTML("<span class=\"view-count\">\($0.total)</span>") })</a>

      """
  }
}

extension TicketView {
  fileprivate var icon: String {
    switch self {
    case .mine: "user-check"
    case .unassigned: "inbox"
    case .open: "layout-list"
    case .risk: "clock-alert"
    case .done: "circle-check"
    case .team: "users"
    }
  }

  fileprivate var key: String? {
    switch self {
    case .mine: "g m"
    case .unassigned: "g u"
    case .open: "g o"
    case .risk, .done, .team: nil
    }
  }
}
