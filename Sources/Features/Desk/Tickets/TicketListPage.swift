import Web

struct TicketListPage: Page {
  let list: TicketList
  let statuses: [Status]
  let agent: Agent

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { t("list.view.\(list.view.rawValue)") }

  func column(_ frame: Frame) -> HTML {
    """
    <nav class="views" id="views" aria-label="\(frame.t("list.views"))"><h2 class="views-title">\(frame.t("list.views"))</h2>
    \(each: TicketList.View.allCases, { view($0, frame) })
    </nav>
    """
  }

  private func view(_ view: TicketList.View, _ frame: Frame) -> HTML {
    let icons: [TicketList.View: String] = [
      .mine: "user-check", .unassigned: "inbox", .open: "layout-list", .risk: "clock-alert", .done: "circle-check",
    ]
    let current: HTML = view == list.view ? " aria-current=\"page\"" : ""
    let count = list.counts[view.bucket(for: agent)].map { HTML("<span class=\"view-count\">\($0)</span>") }
    return """
      <a class="view" href="/tickets?view=\(view.rawValue)"\(current)>\(frame.icon(icons[view] ?? "inbox"))\
      <span class="view-name">\(frame.t("list.view.\(view.rawValue)"))</span>\(count)</a>

      """
  }

  func body(_ frame: Frame) -> HTML {
    """
    <section class="list" id="list" aria-labelledby="list-title">
    <header class="list-head"><h1 id="list-title">\(title(frame.t))</h1></header>
    <div class="list-scroll" id="list-scroll">
    \(if: list.rows.isEmpty, empty(frame))
    <ol class="rows" id="rows" aria-labelledby="list-title">\(each: list.rows, { row($0, frame) })</ol>
    \(more(frame))
    </div></section>
    """
  }

  private func empty(_ frame: Frame) -> HTML {
    "<div class=\"empty\">\(frame.icon("inbox"))<h2>\(frame.t("list.empty"))</h2></div>"
  }

  private func more(_ frame: Frame) -> HTML {
    guard let next = list.next else { return .empty }
    return """
      <nav class="pagination" aria-label="\(frame.t("list.pages"))"><a class="button button-small" rel="next" \
      href="/tickets?view=\(list.view.rawValue)&amp;before=\(next)">\(frame.t("list.next"))</a></nav>
      """
  }

  private func row(_ row: TicketList.Row, _ frame: Frame) -> HTML {
    let status = statuses.first { $0.id == row.status }
    let name = status.map { $0.key.map { frame.t("status.\($0)") } ?? $0.name } ?? ""
    return """
      <li class="row" id="row-\(row.number)"><span class="row-state"><span class="status" data-category="\(row.category.rawValue)" \
      title="\(name)"><span class="sr">\(name)</span></span></span>
      <span class="row-number">\(row.number)</span>
      <div class="row-main"><div class="row-subject"><a class="row-link" href="/tickets/\(row.number)">\(row.subject)</a></div>
      <p class="row-preview">\(row.preview)</p></div>
      <div class="row-who"><span>\(row.company)</span><small>\(row.requester)</small></div>
      <span class="row-assignee">\(row.assignee.map { frame.avatar($0) + "<span class=\"sr\">\($0)</span>" })</span>
      <span class="row-time">\(frame.clock.element(row.updatedAt))</span></li>
      """
  }
}
