import Desk
import Web

/// One message that the desk sends: to whom, how far it got, and what stopped it.
struct OutgoingPage: Page {
  let mail: OutgoingRecord

  var section: Section? { .mail }
  func title(_ t: Words) -> String { mail.subject }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("mail.path"))"><ol><li><a href="/mail?tab=queue">\(t("mail.title"))</a></li>
      <li aria-current="page">\(mail.subject)</li></ol></nav>
      <header class="page-head"><h1>\(mail.subject)</h1></header>
      \(state(frame))
      \(if: mail.canBeSentAgain && frame.agent?.may(.replyToTickets) ?? false, again(frame))
      \(facts(frame))
      <section class="card" aria-labelledby="mail-text"><h2 id="mail-text">\(t("mail.text"))</h2><pre class="mail-raw" tabindex="0">\(mail.text)</pre></section>
      </div>
      """
  }

  private func state(_ frame: Frame) -> HTML {
    let note = mail.note.map(DeliveryNote.init)
    let kind: HTML = mail.state == "sent" ? " banner-ok" : mail.state == "queued" ? " banner-soon" : " banner-late"
    return """
      <div class="banner\(kind)">\(frame.icon("send"))<span class="banner-text"><b>\(MailWords(t: frame.t).outcome(mail.state, mail.note))</b> \
      \(note?.sentence(frame.t))\(note?.detail(frame.t).map { HTML("<br><small class=\"mono\">\($0)</small>") })</span>\
      \(mail.ticket.map { HTML("<a class=\"button\" href=\"/tickets/\($0)\">\(frame.t("mail.openTicket", ["number": String($0)]))</a>") })</div>
      """
  }

  private func again(_ frame: Frame) -> HTML {
    """
    <form method="post" action="/mail/outgoing/\(mail.id)/retry">\(frame.csrf)<button class="button button-primary">\(frame.icon("rotate-cw"))\
    \(frame.t("mail.sendAgain"))</button></form>
    """
  }

  private func facts(_ frame: Frame) -> HTML {
    let t = frame.t
    var lines = [
      (t("mail.to"), mail.recipients.joined(separator: ", ")), (t("mail.mailbox"), mail.mailbox),
      (t("mail.purpose"), t("mail.purpose.\(mail.purpose.rawValue)")),
      (t("mail.createdAt"), frame.clock.full(mail.createdAt)),
    ]
    if let sent = mail.sentAt { lines.append((t("mail.sentAt"), frame.clock.full(sent))) }
    if mail.attempts > 0 { lines.append((t("mail.attempts"), String(mail.attempts))) }
    return """
      <div class="table-box"><table class="table"><tbody>\(each: lines, { "<tr><th scope=\"row\">\($0.0)</th><td>\($0.1)</td></tr>" })</tbody></table></div>
      """
  }
}
