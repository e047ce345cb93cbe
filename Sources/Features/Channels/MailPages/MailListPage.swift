import Desk
import Web

/// Every message with what became of it.
struct MailListPage: Page {
  let list: MailList
  let trouble: [MailboxTrouble]
  let mailboxes: [Mailbox]

  var section: Section? { .mail }
  func title(_ t: Words) -> String { t("mail.title") }
  private var isOutgoing: Bool { list.tab.outcomes == nil }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page page-wide">
      <header class="page-head"><h1>\(t("mail.title"))</h1>\(if: frame.agent?.may(.viewSettings) ?? false, settings(frame))</header>
      \(MailboxBanner(mailboxes: mailboxes).html(frame))\(each: trouble, { $0.banner(frame) })
      <nav class="tabs" aria-label="\(t("mail.tabs"))">\(each: MailList.Tab.allCases, { tab($0, frame) })</nav>
      \(if: !isOutgoing && !(list.lines.isEmpty && list.query.isEmpty), search(frame))
      \(if: list.lines.isEmpty, empty(frame), else: table(frame))
      \(more(frame))
      </div>
      """
  }

  private func settings(_ frame: Frame) -> HTML {
    "<a class=\"button\" href=\"/settings/mailboxes\">\(frame.icon("settings"))\(frame.t("mailbox.title"))</a>"
  }

  private func tab(_ tab: MailList.Tab, _ frame: Frame) -> HTML {
    let current: HTML = tab == list.tab ? " aria-current=\"page\"" : ""
    let counter = list.counts[tab].map { count -> HTML in
      let text = count >= MailList.mostCounted ? "\(MailList.mostCounted - 1)+" : String(count)
      let late: HTML = (tab == .quarantine || tab == .failed) && count > 0 ? " counter-late" : ""
      return " <span class=\"counter\(late)\">\(text)</span>"
    }
    return "<a class=\"tab\" href=\"/mail?tab=\(tab.rawValue)\"\(current)>\(frame.t("mail.tab.\(tab.rawValue)"))\(counter)</a>"
  }

  private func search(_ frame: Frame) -> HTML {
    """
    <form class="input-group" role="search" action="/mail"><input type="hidden" name="tab" value="\(list.tab.rawValue)">
    <input class="input" type="search" name="q" value="\(list.query)" placeholder="\(frame.t("mail.searchHint"))" \
    aria-label="\(frame.t("mail.searchHint"))"><button class="button">\(frame.icon("search"))\(frame.t("mail.search"))</button></form>
    """
  }

  private func empty(_ frame: Frame) -> HTML {
    let isNew = list.tab == .all && list.query.isEmpty
    return """
      <div class="empty">\(frame.icon("mail-check"))<h2>\(frame.t(list.query.isEmpty ? "mail.empty" : "mail.notFound"))</h2>\
      \(if: isNew, "<p>\(frame.t("mail.emptyAdvice"))</p>")</div>
      """
  }

  private func table(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("mail.title"))"><table class="table table-stacks"><thead><tr>
      <th scope="col">\(t(isOutgoing ? "mail.to" : "mail.from"))</th><th scope="col">\(t("mail.subject"))</th>
      <th scope="col">\(t("mail.outcome"))</th><th scope="col">\(t("mail.at"))</th></tr></thead>
      <tbody>\(each: list.lines, { line($0, frame) })</tbody></table></div>
      """
  }

  private func line(_ line: MailList.Line, _ frame: Frame) -> HTML {
    let words = MailWords(t: frame.t)
    let path = isOutgoing ? "/mail/outgoing/\(line.id)" : "/mail/\(line.id)"
    let why = isOutgoing ? line.reason.map { DeliveryNote($0).sentence(frame.t) } : words.reason(line.reason, line.detail)
    let subject = line.subject.isEmpty ? frame.t("mail.noSubject") : line.subject
    return """
      <tr><td class="table-lead">\(sender(line, frame.t))</td>
      <td><a href="\(path)">\(subject)</a></td>
      <td class="mail-outcome"><span class="badge \(MailWords.badge(line.state))">\(words.outcome(line.state, line.reason))</span>\
      \(line.ticket.map { HTML(" <a href=\"/tickets/\($0)\">\(frame.t.number(of: $0))</a>") })\(why.map { HTML("<br><small>\($0)</small>") })</td>
      <td class="nowrap table-aside">\(frame.clock.element(line.at))</td></tr>

      """
  }

  private func sender(_ line: MailList.Line, _ t: Words) -> HTML {
    if line.address.isEmpty { return line.who.isEmpty ? "<span class=\"muted\">\(t("mail.noSender"))</span>" : "\(line.who)" }
    return line.who.isEmpty ? "\(line.address)" : "\(line.who)<br><small>\(line.address)</small>"
  }

  private func more(_ frame: Frame) -> HTML {
    guard let next = list.next else { return .empty }
    let query = list.query.isEmpty ? "" : "&q=\(URLText.query(list.query))"
    return """
      <nav class="pagination" aria-label="\(frame.t("list.pages"))"><a class="button button-small" rel="next" \
      href="/mail?tab=\(list.tab.rawValue)\(query)&before=\(next)">\(frame.t("list.next"))</a></nav>
      """
  }
}
