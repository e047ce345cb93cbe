import Desk
import Web

/// Why this deadline: the computation of each of a ticket's deadlines, and a form to set one by hand. As a page and as a dialog.
struct DeadlinesPage: Page {
  let ticket: Ticket
  let targets: [ExplainedTarget]
  let times: [SpentTime]
  let mayChange: Bool
  let timeZone: String
  let refused: RefusedForm?

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { t("sla.why.title") }

  func body(_ frame: Frame) -> HTML {
    let number = String(ticket.number)
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(frame.t("sla.where"))"><ol><li><a href="/tickets/\(number)">\(frame.t.number(of: ticket.number))</a></li>\
      <li aria-current="page">\(title(frame.t))</li></ol></nav>
      <header class="page-head"><h1>\(title(frame.t))</h1></header>
      \(content(frame))
      </div>
      """
  }

  func dialog(_ frame: Frame) -> HTML {
    """
    <header class="dialog-head"><h2 id="dialog-title">\(title(frame.t))</h2></header>
    <div class="dialog-body">\(content(frame))</div>
    <footer class="dialog-foot"><button class="button" type="button" data-dialog-close>\(frame.t("sla.close"))</button></footer>
    """
  }

  private func content(_ frame: Frame) -> HTML {
    """
    \(if: targets.isEmpty, "<p>\(frame.t("sla.nothingPromised"))</p>")
    \(each: targets, { ExplanationView(explained: $0).html(frame) + removal($0, frame) })
    \(if: !times.isEmpty, SpentTime.table(times, frame))
    \(if: mayChange && ticket.isOpen, form(frame))
    """
  }

  private func removal(_ target: ExplainedTarget, _ frame: Frame) -> HTML {
    guard target.manual != nil, mayChange else { return .empty }
    return """
      <form method="post" action="/tickets/\(ticket.number)/deadlines/\(target.target.rawValue)/delete">\(frame.csrf)\
      <button class="button button-small">\(frame.t("sla.manual.remove"))</button></form>
      """
  }

  private func form(_ frame: Frame) -> HTML {
    let t = frame.t, names = ShownNames(t: t)
    let stored = targets.first { !$0.isMet }
    let due = stored?.reading.due.map { LocalMoment.text($0, in: timeZone) } ?? ""
    let form = FormView(frame, ["target": [stored?.target.rawValue ?? "resolution"], "due": [due]], refused: refused)
    return """
      <section class="card"><h2>\(t("sla.manual"))</h2>
      <form class="form" method="post" action="/tickets/\(ticket.number)/deadlines">\(form.hidden)\(form.banner)
      <div class="form-pair">\(form.select("target", t("sla.manual.target"), ManualDeadline.targets.map { .init($0.rawValue, names.of($0)) }))\
      \(form.input("due", t("sla.manual.due"), type: "datetime-local", hint: t("sla.manual.zone", ["zone": timeZone])))</div>
      \(form.input("reason", t("sla.manual.reason"), hint: t("sla.manual.reasonHint")))
      <div class="form-actions"><button class="button button-primary">\(t("sla.manual.set"))</button></div>
      </form></section>
      """
  }
}

/// One target with its computation.
struct ExplanationView {
  let explained: ExplainedTarget

  func html(_ frame: Frame) -> HTML {
    let lines = ExplanationText(explained: explained, t: frame.t, now: frame.now).lines
    let name = ShownNames(t: frame.t).of(explained.target)
    return """
      <section class="card" data-target="\(explained.target.rawValue)"><header class="card-head"><h2>\(name)</h2>\
      \(Pill(explained, at: frame.now).html(frame, reason: name))</header>
      <ol class="stack prose">\(each: lines, { line in "<li>\(line.text)\(if: !line.parts.isEmpty, parts(line.parts))</li>" })</ol>
      </section>
      """
  }

  private func parts(_ parts: [String]) -> HTML { "<ul>\(each: parts, { "<li>\($0)</li>" })</ul>" }
}
