import Web

/// Above the list: in which order it is, and which columns it has.
struct ListMenus: Sendable {
  let query: ListQuery

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <button class="button button-small" type="button" popovertarget="sort-menu">\(frame.icon("arrow-up-down"))\
      \(t("list.sort.\(query.sort.key.rawValue)"))</button>
      <div class="menu menu-end" id="sort-menu" popover>\(each: TicketSort.Key.allCases, { sort($0, t) })</div>
      <button class="icon-button columns-open" type="button" popovertarget="columns-menu" aria-label="\(t("list.columns"))">\
      \(frame.icon("sliders-horizontal"))</button>
      <form class="popover menu-end" id="columns-menu" popover method="post" action="/tickets/columns">\(frame.csrf)\
      <input type="hidden" name="next" value="\(query.address)">
      <fieldset class="field"><legend class="field-label">\(t("list.columns"))</legend>\(each: ListColumn.allCases, { column($0, frame) })</fieldset>
      <button class="button button-primary button-small">\(t("list.columnsSave"))</button></form>
      """
  }

  private func sort(_ key: TicketSort.Key, _ t: Words) -> HTML {
    let current: HTML = query.sort.key == key ? " aria-current=\"true\"" : ""
    return "<a href=\"\(query.sorted(by: TicketSort(key)).address)\"\(current)>\(t("list.sort.\(key.rawValue)"))</a>"
  }

  private func column(_ column: ListColumn, _ frame: Frame) -> HTML {
    let isShown = !(frame.agent?.preferences.hiddenColumns.contains(column) ?? false)
    return """
      <label class="check"><input type="checkbox" name="column" value="\(column.rawValue)"\(if: isShown, " checked")>\
      <span class="check-text">\(frame.t("list.column.\(column.rawValue)"))</span></label>
      """
  }
}
