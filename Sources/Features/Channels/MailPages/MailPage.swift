import Desk
import Web

/// One message: what became of it and why, its text as it came, and what a person can make of it.
struct MailPage: Page {
  let mail: MailRecord
  /// Reached from a ticket by somebody who need not see the rest of the mail.
  var isFromTicket = false
  var refused: RefusedForm?

  var section: Section? { .mail }
  func title(_ t: Words) -> String { mail.subject.isEmpty ? t("mail.noSubject") : mail.subject }

  func body(_ frame: Frame) -> HTML {
    """
    <div class="page page-wide">
    \(crumbs(frame))
    <header class="page-head"><h1>\(title(frame.t))</h1></header>
    \(outcome(frame))
    \(if: mail.isOpen && !isFromTicket && frame.agent?.may(.createTickets) ?? false, actions(frame))
    \(facts(frame))
    \(text(frame))
    </div>
    """
  }

  private func crumbs(_ frame: Frame) -> HTML {
    let up: HTML =
      isFromTicket
      ? "<a href=\"/tickets/\(mail.ticket ?? 0)\">\(frame.t.number(of: mail.ticket ?? 0))</a>"
      : "<a href=\"/mail\">\(frame.t("mail.title"))</a>"
    return """
      <nav class="breadcrumbs" aria-label="\(frame.t("mail.path"))"><ol><li>\(up)</li><li aria-current="page">\(title(frame.t))</li></ol></nav>
      """
  }

  private func outcome(_ frame: Frame) -> HTML {
    let words = MailWords(t: frame.t)
    let kind: HTML =
      switch MailWords.badge(mail.outcome) {
      case "badge-ok": " banner-ok"
      case "badge-late": " banner-late"
      case "badge-soon": " banner-soon"
      default: ""
      }
    let ticket = mail.ticket.map {
      HTML("<a class=\"button\" href=\"/tickets/\($0)\">\(frame.t("mail.openTicket", ["number": String($0)]))</a>")
    }
    return """
      <div class="banner\(kind)">\(frame.icon("mail"))<span class="banner-text"><b>\(words.outcome(mail.outcome, mail.reason))</b> \
      \(words.reason(mail.reason, mail.detail))</span>\(ticket)</div>
      """
  }

  private func actions(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, refused: refused)
    return """
      <section class="card" aria-labelledby="mail-actions"><h2 id="mail-actions">\(t("mail.actions"))</h2>\(form.banner)
      <form class="form" method="post" action="/mail/\(mail.id)/acceptance">\(frame.csrf)
      \(form.input("ticket", t("mail.intoTicket"), hint: t("mail.intoTicketHint"), isOptional: true, attributes: " inputmode=\"numeric\""))
      <div class="form-actions"><button class="button button-primary">\(frame.icon("ticket"))\(t("mail.accept"))</button></div></form>
      <div class="button-row">
      <form method="post" action="/mail/\(mail.id)/retry">\(frame.csrf)<button class="button">\(frame.icon("rotate-cw"))\(t("mail.retry"))</button></form>
      \(if: !mail.isDismissed, dismissal(frame))
      </div></section>
      """
  }

  private func dismissal(_ frame: Frame) -> HTML {
    """
    <form method="post" action="/mail/\(mail.id)/dismissal">\(frame.csrf)<button class="button button-danger">\(frame.icon("ban"))\
    \(frame.t("mail.dismiss"))</button></form>
    """
  }

  private func facts(_ frame: Frame) -> HTML {
    let t = frame.t
    let from = mail.fromName.isEmpty ? mail.from : mail.from.isEmpty ? mail.fromName : "\(mail.fromName) <\(mail.from)>"
    let lines = [
      (t("mail.from"), from.isEmpty ? t("mail.noSender") : from), (t("mail.mailbox"), mail.mailbox),
      (t("mail.at"), frame.clock.full(mail.receivedAt)),
      (t("mail.size"), MailWords(t: t).size(mail.size)),
    ]
    return """
      <div class="table-box"><table class="table"><tbody>\(each: lines, { "<tr><th scope=\"row\">\($0.0)</th><td>\($0.1)</td></tr>" })</tbody></table></div>
      """
  }

  private func text(_ frame: Frame) -> HTML {
    let t = frame.t
    let isCut = mail.rawSize > mail.raw.count
    let path = isFromTicket ? "" : "/mail/\(mail.id)/raw"
    return """
      <section class="card" aria-labelledby="mail-raw"><div class="card-head"><h2 id="mail-raw">\(t("mail.raw"))</h2>\
      \(if: !path.isEmpty, "<a class=\"button button-small\" href=\"\(path)\">\(frame.icon("download"))\(t("mail.download"))</a>")</div>
      \(if: isCut, "<p class=\"muted\">\(t("mail.cut", ["shown": MailWords(t: t).size(mail.raw.count)]))</p>")
      <pre class="mono mail-raw" tabindex="0">\(Self.shown(mail.raw))</pre></section>
      """
  }

  /// Octets that are no UTF-8 and controls show themselves as what they are not: text.
  private static func shown(_ raw: [UInt8]) -> String {
    String(
      String.UnicodeScalarView(
        String(decoding: raw, as: UTF8.self).unicodeScalars.map { scalar in
          scalar == "\n" || scalar == "\t" || scalar.value >= 0x20 && scalar.value != 0x7F ? scalar : scalar == "\r" ? " " : "\u{FFFD}"
        }))
  }
}
