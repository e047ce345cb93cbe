import Web

/// All that one was told of, newest first.
struct NoticePage: Page {
  let notices: [Notice]
  let next: Int64?
  let unreadOnly: Bool

  func title(_ t: Words) -> String { t("notify.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page">
      <header class="page-head"><h1>\(t("notify.title"))</h1>
      <div class="button-row">\(if: notices.contains { !$0.isRead }, readAll(frame))
      <a class="button" href="/notifications/settings">\(frame.icon("settings"))\(t("notify.settings"))</a></div></header>
      <nav class="tabs" aria-label="\(t("notify.title"))">\(tab("", "notify.unread", unreadOnly, frame))\(tab("?all=1", "notify.all", !unreadOnly, frame))</nav>
      \(if: notices.isEmpty, empty(frame), else: list(frame))
      \(more(frame))
      </div>
      """
  }

  private func tab(_ query: String, _ key: String, _ isCurrent: Bool, _ frame: Frame) -> HTML {
    // words: notify.*
    "<a class=\"tab\" href=\"/notifications\(query)\"\(if: isCurrent, " aria-current=\"page\"")>\(frame.t(key))</a>"
  }

  private func empty(_ frame: Frame) -> HTML {
    "<div class=\"empty\">\(frame.icon("bell"))<h2>\(frame.t("notify.empty"))</h2></div>"
  }

  private func readAll(_ frame: Frame) -> HTML {
    """
    <form method="post" action="/notifications/reading">\(frame.csrf)<button class="button">\(frame.icon("check-check"))\(frame.t("notify.readAll"))</button></form>
    """
  }

  private func list(_ frame: Frame) -> HTML {
    """
    <div class="table-box"><table class="table"><tbody>\(each: notices, { row($0, frame) })</tbody></table></div>
    """
  }

  private func row(_ notice: Notice, _ frame: Frame) -> HTML {
    let t = frame.t
    // Where there are new ones alone, none needs to say so.
    let badge: HTML = notice.isRead || unreadOnly ? .empty : "<span class=\"badge badge-accent\">\(t("notify.new"))</span> "
    let read: HTML = """
      <form method="post" action="/notifications/\(notice.id)/reading">\(frame.csrf)<button class="icon-button icon-button-small" \
      aria-label="\(t("notify.read"))">\(frame.icon("check"))</button></form>
      """
    return """
      <tr><td class="table-icon">\(frame.icon(NoticeWords.icon(notice.kind)))</td>
      <td>\(badge)\(NoticeWords(t).sentence(notice))<br><a href="/tickets/\(notice.ticket)">\(t.name(of: notice.ticket, notice.subject))</a></td>
      <td class="nowrap muted">\(frame.clock.element(notice.at))</td><td class="table-actions">\(if: !notice.isRead, read)</td></tr>

      """
  }

  private func more(_ frame: Frame) -> HTML {
    guard let next else { return .empty }
    return """
      <nav class="pagination" aria-label="\(frame.t("list.pages"))"><a class="button button-small" rel="next" \
      href="/notifications?\(unreadOnly ? "" : "all=1&")before=\(next)">\(frame.t("list.next"))</a></nav>
      """
  }
}

/// The bell of the top bar with its counter; it fetches itself when there is news for its owner.
struct Bell {
  let agent: Int64
  let unread: Int64

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    let name = unread == 0 ? t("nav.notifications") : t("notify.bell", count: Int(unread))
    let shown = unread >= Agent.mostUnread ? "\(Agent.mostUnread - 1)+" : String(unread)
    let counter: HTML = unread == 0 ? .empty : "<b class=\"counter counter-accent\" aria-hidden=\"true\">\(shown)</b>"
    return """
      <a class="icon-button" id="bell" href="/notifications" aria-label="\(name)" data-hx-get="/notifications/bell" \
      data-hx-trigger="live:me\(agent) from:body delay:300ms" data-hx-swap="morph:outerHTML">\(frame.icon("bell"))\(counter)</a>
      """
  }
}
