import Desk
import Web

/// The form of one mailbox, new or known.
struct MailboxPage: Page {
  let mailbox: Mailbox
  let teams: [Choice]
  let types: [TicketType]
  let lastChange: LastChange?
  var refused: RefusedForm?
  var results: [MailboxTest.Result] = []

  private var isNew: Bool { mailbox.id == 0 }
  func title(_ t: Words) -> String { isNew ? t("mailbox.new") : mailbox.address }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, MailboxFields.stored(mailbox), refused: refused)
    let fields = MailboxFields(form: form, t: t, isNew: isNew)
    let path = isNew ? "/settings/mailboxes" : "/settings/mailboxes/\(mailbox.id)"
    return """
      <div class="page">
      \(SettingsTrail.html(frame, [("/settings/mailboxes", t("mailbox.title"))], here: title(t)))
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(if: !isNew, state(frame))
      <form class="form" method="post" action="\(path)">\(form.hidden)<input type="hidden" name="id" value="\(mailbox.id)">\(form.summary(["rate": t("mailbox.rate")]))
      \(form.fields(.changeSettings, sections(fields, frame)))
      \(saving(frame))
      </form>
      \(if: !isNew && frame.agent?.may(.changeSettings) ?? false, switches(frame))
      </div>
      """
  }

  private func sections(_ fields: MailboxFields, _ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <section class="card"><h2>\(t("mailbox.who"))</h2>\(fields.identity)</section>
      <section class="card"><h2>\(t("mailbox.servers"))</h2><p class="muted">\(t("mailbox.serversHint"))</p>\(fields.servers)
      <div id="mailbox-test" role="status">\(MailboxResults(results: results).html(frame))</div>
      \(if: frame.agent?.may(.changeSettings) ?? false, test(frame))</section>
      <section class="card"><h2>\(t("mailbox.becomes"))</h2>\(fields.tickets(teams, types))</section>
      <section class="card"><h2>\(t("mailbox.answers"))</h2>\(fields.answers)</section>
      <section class="card"><h2>\(t("mailbox.trust"))</h2>\(fields.trust)</section>
      """
  }

  private func saving(_ frame: Frame) -> HTML {
    let button: HTML =
      frame.agent?.may(.changeSettings) ?? false ? "<button class=\"button button-primary\">\(frame.t("form.save"))</button>" : ""
    let last: HTML = lastChange.map { "<small class=\"muted\">\($0.sentence(frame))</small>" } ?? ""
    let isUntried = refused?.problems.contains { $0.key.hasPrefix("mail.trouble.") } ?? false
    let anyway = FormView(frame, [:], refused: nil).check("anyway", frame.t("mailbox.anyway"))
    return "\(if: isUntried, anyway)<div class=\"form-actions\">\(button)<span class=\"form-actions-gap\"></span>\(last)</div>"
  }

  private func state(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="table-box"><table class="table"><tbody><tr><th scope="row">\(t("mailbox.reading"))</th><td>\(MailboxState.reading(mailbox, frame))</td></tr>
      <tr><th scope="row">\(t("mailbox.sending"))</th><td>\(MailboxState.sending(mailbox, frame))</td></tr></tbody></table></div>
      """
  }

  /// With modules only the findings are put in; without them the page comes again with what was typed, but for the passwords.
  private func test(_ frame: Frame) -> HTML {
    """
    <div class="form-actions"><button class="button" formaction="/settings/mailboxes/test" formnovalidate data-hx-post="/settings/mailboxes/test" \
    data-hx-target="#mailbox-test" data-hx-swap="innerHTML">\(frame.icon("plug"))\(frame.t("mailbox.test"))</button></div>
    """
  }

  private func switches(_ frame: Frame) -> HTML {
    let t = frame.t
    let base = "/settings/mailboxes/\(mailbox.id)"
    return """
      <section class="card"><h2>\(t("mailbox.use"))</h2><div class="button-row">
      <form method="post" action="\(base)/\(mailbox.isActive ? "pause" : "pause/delete")">\(frame.csrf)<button class="button">\
      \(frame.icon(mailbox.isActive ? "pause" : "play"))\(t(mailbox.isActive ? "mailbox.deactivate" : "mailbox.activate"))</button></form>
      \(if: mailbox.archivedAt == nil, removal(base, frame))
      </div></section>
      """
  }

  private func removal(_ base: String, _ frame: Frame) -> HTML {
    """
    <form method="post" action="\(base)/delete">\(frame.csrf)<button class="button button-danger">\(frame.icon("trash-2"))\
    \(frame.t("mailbox.remove"))</button></form><small class="muted">\(frame.t("mailbox.removeHint"))</small>
    """
  }
}

/// What the test found at each server.
struct MailboxResults {
  let results: [MailboxTest.Result]

  func html(_ frame: Frame) -> HTML { "\(each: results, { line($0, frame) })" }

  private func line(_ result: MailboxTest.Result, _ frame: Frame) -> HTML {
    let t = frame.t
    let kind: HTML = result.isWell ? "banner-ok" : "banner-late"
    let icon = result.isWell ? "circle-check" : "circle-alert"
    let name = t(result.isIncoming ? "mailbox.reading" : "mailbox.sending")
    return """
      <div class="banner \(kind)">\(frame.icon(icon))<span class="banner-text"><b>\(name), \(result.server).</b> \(result.sentence(t))\
      \(result.detail(t).map { HTML("<br><small class=\"mono\">\($0)</small>") })</span></div>
      """
  }
}
