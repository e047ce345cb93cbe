import Desk
import Web

/// A request that does not exist: which rule would hold, and how its deadlines would come about.
struct WhatIfPage: Page {
  let choices: PolicyChoices
  let asked: [String: [String]]
  let outcome: WhatIf.Outcome?
  let isBadTime: Bool
  let timeZone: String

  func title(_ t: Words) -> String { t("sla.whatIf") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, asked)
    let nobody = [FormView.Option("", t("sla.anyCompany"))]
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("sla.where"))"><ol><li><a href="/settings">\(t("sla.settings"))</a></li>\
      <li><a href="/settings/sla">\(t("sla.title"))</a></li><li aria-current="page">\(title(t))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      <p class="page-lead">\(t("sla.whatIf.about"))</p>
      <form class="card form" action="/settings/sla/what-if">
      \(if: isBadTime, "<div class=\"banner banner-late\" role=\"alert\"><span class=\"banner-text\">\(t("sla.error.due"))</span></div>")
      <div class="form-pair">\(form.select("type", t("sla.type"), choices.types(t)))\(form.select("priority", t("sla.priority"), choices.priorities(t)))\
      \(form.select("company", t("sla.company"), nobody + choices.companyOptions(), isOptional: true))\
      \(form.select("channel", t("sla.channel"), choices.channels(t)))\
      \(form.input("created", t("sla.createdAt"), type: "datetime-local", hint: t("sla.manual.zone", ["zone": Zones.name(timeZone, t, now: frame.now)])))</div>
      <div class="form-actions"><button class="button button-primary">\(t("sla.whatIf.ask"))</button></div>
      </form>
      \(outcome.map { answer($0, frame) })
      </div>
      """
  }

  private func answer(_ outcome: WhatIf.Outcome, _ frame: Frame) -> HTML {
    guard !outcome.targets.isEmpty else {
      return "<div class=\"banner banner-soon\" id=\"answer\"><span class=\"banner-text\">\(frame.t("sla.noRuleFits"))</span></div>"
    }
    return "<div class=\"stack\" id=\"answer\">\(each: outcome.targets, { ExplanationView(explained: $0).html(frame) })</div>"
  }
}
