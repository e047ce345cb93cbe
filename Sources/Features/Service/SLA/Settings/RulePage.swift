import Desk
import Web

/// One rule: for whom, and what.
struct RulePage: Page {
  /// `nil`: a new one.
  let rule: ServiceRule?
  let choices: PolicyChoices
  let mayChange: Bool
  let lastChange: LastChange?
  let refused: RefusedForm?

  func title(_ t: Words) -> String { rule.map { ShownNames(t: t).of($0) } ?? t("sla.newRule") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t, form = FormView(frame, stored(t), refused: refused)
    let action = rule.map { "/settings/sla/rules/\($0.id)" } ?? "/settings/sla/rules"
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("sla.where"))"><ol><li><a href="/settings">\(t("sla.settings"))</a></li>\
      <li><a href="/settings/sla">\(t("sla.title"))</a></li><li aria-current="page">\(title(t))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(form.conflict([("name", t("sla.ruleName")), ("calendar", t("sla.calendar"))], choices: ["calendar": choices.calendarOptions(t)], by: lastChange))
      <form class="stack form" method="post" action="\(action)">\(form.hidden)\(form.summary(["name": t("sla.ruleName")]))
      \(form.fields(.changeSettings, sections(form, t)))
      \(SaveRow(lastChange: lastChange, right: .changeSettings).html(frame))
      </form>
      \(if: rule != nil && mayChange, removal(frame))
      </div>
      """
  }

  private func sections(_ form: FormView, _ t: Words) -> HTML {
    """
    <section class="card form">\(form.input("name", t("sla.ruleName")))\(form.select("calendar", t("sla.calendar"), choices.calendarOptions(t)))</section>
    <section class="card form"><h2>\(t("sla.forWhom"))</h2><p class="muted">\(t("sla.forWhom.about"))</p>
    \(form.checks("priority", t("sla.priority"), choices.priorities(t)))
    \(form.checks("type", t("sla.type"), choices.types(t)))
    \(form.checks("channel", t("sla.channel"), choices.channels(t)))
    \(companies(form, t))</section>
    \(each: RuleEdit.targets, { target($0, form, t) })
    """
  }

  private func companies(_ form: FormView, _ t: Words) -> HTML {
    guard !choices.companies.isEmpty else { return .empty }
    let chosen = Set(form.values("company"))
    return """
      <div class="field"><label class="field-label" for="company">\(t("sla.company"))<span class="field-optional">\(t("form.optional"))</span></label>\
      <select class="select" id="company" name="company" multiple size="6">\(each: choices.companyOptions(), {
        "<option value=\"\($0.value)\"\(if: chosen.contains($0.value), " selected")>\($0.label)</option>" })</select></div>
      """
  }

  private func target(_ target: TargetKind, _ form: FormView, _ t: Words) -> HTML {
    let key = target.rawValue, names = ShownNames(t: t)
    return """
      <section class="card form"><h2>\(names.of(target))</h2><p class="muted">\(t("sla.targetAbout.\(key)"))</p>
      <div class="form-pair">\(form.input("\(key)-duration", t("sla.duration"), hint: t("sla.durationHint"), isOptional: true))\
      \(form.segmented("\(key)-counting", t("sla.counting"), [.init("business", t("sla.counting.business")), .init("clock", t("sla.counting.clock"))]))</div>
      \(form.checks("\(key)-pauses", t("sla.pauses"), RuleEdit.pauses.map { .init($0.rawValue, names.of($0)) }))
      \(form.input("\(key)-alarms", t("sla.alarms"), hint: t("sla.alarmsHint"), isOptional: true))
      </section>
      """
  }

  private func removal(_ frame: Frame) -> HTML {
    """
    <form method="post" action="/settings/sla/rules/\(rule?.id ?? 0)/delete">\(frame.csrf)\
    <button class="button button-danger">\(frame.t("sla.removeRule"))</button></form>
    """
  }

  private func stored(_ t: Words) -> [String: [String]] {
    var fields: [String: [String]] = ["rev": [String(rule?.rev ?? 0)], "name": [rule.map { ShownNames(t: t).of($0) } ?? ""]]
    fields["calendar"] = [String(rule?.calendarID ?? choices.calendars.first?.id ?? 0)]
    fields["company"] = rule?.conditions.companies.map(String.init) ?? []
    fields["type"] = rule?.conditions.types.map(String.init) ?? []
    fields["priority"] = rule?.conditions.priorities.map(String.init) ?? []
    fields["channel"] = rule?.conditions.channels ?? []
    for target in RuleEdit.targets {
      let key = target.rawValue, promise = rule?.target(target)?.promise
      fields["\(key)-duration"] = [promise.map { TimeWords.span($0.duration, t) } ?? ""]
      fields["\(key)-counting"] = [(promise?.counting ?? .business).rawValue]
      fields["\(key)-pauses"] = StatusCategory.allCases.filter { (promise?.pausedIn ?? target.usualPauses).contains($0) }.map(\.rawValue)
      fields["\(key)-alarms"] = [RuleEdit.text(promise?.alarms ?? Alarm.usual, t)]
    }
    return fields
  }
}
