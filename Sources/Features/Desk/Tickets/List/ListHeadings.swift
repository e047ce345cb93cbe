import Web

/// The headings of the columns: those that make an order are links to it, and once more to its reverse.
struct ListHeadings: Sendable {
  let query: ListQuery

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    let hidden = frame.agent?.preferences.hiddenColumns ?? []
    return """
      <div class="row-head" role="row"><span role="columnheader"><span class="sr">\(t("list.column.status"))</span></span>\
      \(if: !hidden.contains(.number), heading(.number, "<abbr title=\"\(t("list.column.number"))\">\(t("list.numberSign"))</abbr>", frame))\
      <span role="columnheader">\(t("list.column.subject"))</span>\
      \(if: !hidden.contains(.client), "<span role=\"columnheader\">\(t("list.column.client"))</span>")\
      \(if: !hidden.contains(.priority), heading(.priority, frame.icon("flag") + "<span class=\"sr\">\(t("list.column.priority"))</span>", frame))\
      \(if: !hidden.contains(.due), heading(.due, "\(t("list.column.due"))", frame))\
      \(if: !hidden.contains(.assignee), "<span role=\"columnheader\"><span class=\"sr\">\(t("list.column.assignee"))</span></span>")\
      \(if: !hidden.contains(.activity), heading(.activity, "\(t("list.column.activity"))", frame))</div>
      """
  }

  private func heading(_ key: TicketSort.Key, _ name: HTML, _ frame: Frame) -> HTML {
    let isCurrent = query.sort.key == key
    let link = query.sorted(by: isCurrent ? query.sort.reversed : TicketSort(key)).address
    let sort: HTML = isCurrent ? " aria-sort=\"\(query.sort.isDescending ? "descending" : "ascending")\"" : ""
    return """
      <span class="row-head-\(key.rawValue)" role="columnheader"\(sort)><a href="\(link)">\(name)\
      \(if: isCurrent, frame.icon(query.sort.isDescending ? "arrow-down" : "arrow-up"))</a></span>
      """
  }
}
