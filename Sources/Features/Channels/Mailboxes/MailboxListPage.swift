import Desk
import Web

/// All mailboxes, and how each of them does.
struct MailboxListPage: Page {
  let mailboxes: [Mailbox]
  let now: Instant

  func title(_ t: Words) -> String { t("mailbox.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let mayChange = frame.agent?.may(.changeSettings) ?? false
    let (present, away) = (mailboxes.filter { $0.archivedAt == nil }, mailboxes.filter { $0.archivedAt != nil })
    return """
      <div class="page">
      \(SettingsTrail.html(frame, here: title(t)))
      <header class="page-head"><h1>\(t("mailbox.title"))</h1>\(if: mayChange, add(frame))</header>
      <p class="page-lead">\(t("mailbox.title.about"))</p>
      \(each: MailboxTrouble.all(of: mailboxes, now: now), { $0.banner(frame) })
      \(if: present.isEmpty, empty(frame), else: table(present, frame))
      \(if: !away.isEmpty, "<h2>\(t("mailbox.archived"))</h2>\(table(away, frame))")
      </div>
      """
  }

  private func add(_ frame: Frame) -> HTML {
    "<a class=\"button button-primary\" href=\"/settings/mailboxes/new\">\(frame.icon("plus"))\(frame.t("mailbox.add"))</a>"
  }

  private func empty(_ frame: Frame) -> HTML {
    "<div class=\"empty\">\(frame.icon("mail"))<h2>\(frame.t("mailbox.none"))</h2><p>\(frame.t("mailbox.noneAdvice"))</p></div>"
  }

  private func table(_ mailboxes: [Mailbox], _ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("mailbox.title"))"><table class="table table-stacks"><thead><tr>
      <th scope="col">\(t("mailbox.address"))</th><th scope="col">\(t("mailbox.reading"))</th><th scope="col">\(t("mailbox.sending"))</th></tr></thead>
      <tbody>\(each: mailboxes, { row($0, frame) })</tbody></table></div>
      """
  }

  private func row(_ mailbox: Mailbox, _ frame: Frame) -> HTML {
    """
    <tr><td class="table-lead"><a href="/settings/mailboxes/\(mailbox.id)">\(mailbox.address)</a>\(if: !mailbox.name.isEmpty, "<br><small>\(mailbox.name)</small>")\
    \(if: !mailbox.isActive, " <span class=\"badge\">\(frame.t("mailbox.off"))</span>")</td>
    <td data-label="\(frame.t("mailbox.reading"))">\(MailboxState.reading(mailbox, frame))</td>\
    <td data-label="\(frame.t("mailbox.sending"))">\(MailboxState.sending(mailbox, frame))</td></tr>

    """
  }
}

/// How a mailbox does, in a few words.
enum MailboxState {
  static func reading(_ mailbox: Mailbox, _ frame: Frame) -> HTML {
    let t = frame.t
    guard mailbox.isActive else { return "<small>\(t("mailbox.offReading"))</small>" }
    guard mailbox.imap != nil else { return "<small>\(t("mailbox.received"))</small>" }
    if let since = mailbox.failingSince { return failing(since, mailbox.lastError, frame) }
    guard let checked = mailbox.checkedAt else { return "<small>\(t("mailbox.notYet"))</small>" }
    return
      "<span class=\"badge badge-ok\">\(t("mailbox.works"))</span> <small>\(t("mailbox.checked")) \(frame.clock.element(checked))</small>"
  }

  static func sending(_ mailbox: Mailbox, _ frame: Frame) -> HTML {
    guard mailbox.isActive else { return "<small>\(frame.t("mailbox.offSending"))</small>" }
    guard mailbox.smtp != nil else { return "<small>\(frame.t("mailbox.notSet"))</small>" }
    if let since = mailbox.sendingFailsSince { return failing(since, mailbox.sendingError, frame) }
    return "<span class=\"badge badge-ok\">\(frame.t("mailbox.works"))</span>"
  }

  private static func failing(_ since: Instant, _ error: String?, _ frame: Frame) -> HTML {
    let note = DeliveryNote(error ?? "")
    return """
      <span class="badge badge-late">\(frame.t("mailbox.fails"))</span> <small>\(frame.t("mailbox.since")) \(frame.clock.element(since))<br>\
      \(note.sentence(frame.t))\(note.detail(frame.t).map { HTML("<br><span class=\"mono\">\($0)</span>") })</small>
      """
  }
}
