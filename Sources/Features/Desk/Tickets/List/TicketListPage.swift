import Web

/// The list of tickets, with the ticket that was opened beside it.
struct TicketListPage: Page {
  let list: TicketList
  let views: ViewsColumn
  var opened: TicketSheet?

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { opened?.ticket.subject ?? views.name(t) }
  func column(_ frame: Frame) -> HTML { views.html(frame) }

  func body(_ frame: Frame) -> HTML {
    """
    <div class="split">
    \(section(frame))
    <section class="pane" id="pane" aria-label="\(frame.t("list.pane"))">\(opened?.article(frame))</section>
    </div>
    """
  }

  /// The list alone.
  func section(_ frame: Frame) -> HTML {
    let hidden = ListColumn.text(frame.agent?.preferences.hiddenColumns ?? [])
    let without: HTML = hidden.isEmpty ? "" : " data-without=\"\(hidden.replacing(",", with: " "))\""
    return """
      <section class="list" id="list" aria-labelledby="list-title"\(without)>
      <header class="list-head"><h1 id="list-title">\(views.name(frame.t))</h1><span class="list-head-gap"></span>
      \(ListMenus(query: list.query).html(frame))</header>
      <div class="list-scroll" id="list-scroll">
      <div class="list-table" role="table" aria-labelledby="list-title">
      \(ListHeadings(query: list.query).html(frame))
      \(rows(frame))
      </div>
      \(EmptyList(view: list.query.view).html(frame))
      \(pages(frame))
      </div></section>
      """
  }

  /// What is fetched anew when something happened: the rows, and how many there are.
  func news(_ frame: Frame) -> HTML { rows(frame) + pages(frame, isNews: true) }

  private func rows(_ frame: Frame) -> HTML {
    let row = ListRow(list: list, hidden: frame.agent?.preferences.hiddenColumns ?? [], opened: opened?.ticket.number, frame: frame)
    return """
      <ol class="rows" id="rows" role="rowgroup" data-hx-get="\(list.query.address)" \
      data-hx-trigger="live:views from:body delay:50ms" data-hx-swap="morph:outerHTML">\(each: list.rows, row.html)</ol>
      """
  }

  private func pages(_ frame: Frame, isNews: Bool = false) -> HTML {
    let t = frame.t
    let swap: HTML = isNews ? " data-hx-swap-oob=\"true\"" : ""
    guard list.previous != nil || list.next != nil else { return "<nav class=\"pagination\" id=\"pages\" hidden\(swap)></nav>" }
    return """
      <nav class="pagination" id="pages" aria-label="\(t("list.pages"))"\(swap)><span>\(range(t))</span><span class="cluster">\
      \(link(list.previous, "prev", frame.icon("chevron-left") + "\(t("list.previous"))"))\
      \(link(list.next, "next", "\(t("list.next"))" + frame.icon("chevron-right")))</span></nav>
      """
  }

  private func link(_ page: ListQuery?, _ relation: String, _ content: HTML) -> HTML {
    guard let page else { return "<span class=\"button button-small\" aria-disabled=\"true\">\(content)</span>" }
    return "<a class=\"button button-small\" rel=\"\(relation)\" href=\"\(page.address)\">\(content)</a>"
  }

  /// "51–100 из 128": the first as the links counted it, the total as it stands now.
  private func range(_ t: Words) -> String {
    guard let first = list.query.rank, !list.rows.isEmpty else { return "" }
    let last = first + Int64(list.rows.count) - 1
    let values = ["first": String(first), "last": String(last)]
    guard let total = list.count?.total else { return t("list.range", values) }
    return t("list.rangeOf", values.merging(["total": String(max(total, last))]) { old, _ in old })
  }
}
