import Desk
import Web

/// The desk's policy: its rules in order, and when a ticket asks for attention without a deadline.
struct PolicyPage: Page {
  let levels: ServiceLevels
  let choices: PolicyChoices
  let recount: RecountProgress?
  let mayChange: Bool
  let lastChange: LastChange?
  let refused: RefusedForm?

  func title(_ t: Words) -> String { t("sla.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("sla.where"))"><ol><li><a href="/settings">\(t("sla.settings"))</a></li>\
      <li aria-current="page">\(title(t))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1><a class="button" href="/settings/sla/what-if">\(frame.icon("calendar-clock"))\(t("sla.whatIf"))</a>\
      \(if: mayChange, "<a class=\"button button-primary\" href=\"/settings/sla/rules/new\">\(frame.icon("plus"))\(t("sla.addRule"))</a>")</header>
      <p class="page-lead">\(t("sla.title.about"))</p>
      \(recount.map { RecountBanner(progress: $0, mayChange: mayChange).html(frame) })
      <ol class="settings-list">\(each: levels.rules.enumerated(), { rule($0.offset, $0.element, frame) })</ol>
      \(attention(frame))
      </div>
      """
  }

  private func rule(_ index: Int, _ rule: ServiceRule, _ frame: Frame) -> HTML {
    let t = frame.t, names = ShownNames(t: t)
    let isReached = !levels.rules.prefix(index).contains { $0.conditions == RuleConditions() }
    let targets = rule.targets.enumerated().map { index, target in
      let name = index == 0 ? names.of(target.promise.kind) : names.within(target.promise.kind)
      return "\(name): \(TimeWords.span(target.promise.duration, t))"
    }.joined(separator: ", ")
    let calendar = choices.calendars.first { $0.id == rule.calendarID }.map(names.of) ?? ""
    return """
      <li class="setting"><span><a href="/settings/sla/rules/\(rule.id)"><b>\(names.of(rule))</b></a>\
      <small>\(choices.sentence(rule.conditions, t))</small><small>\(targets)</small><small>\(t("sla.byCalendar", ["calendar": calendar]))</small>\
      \(if: !isReached, "<small>\(t("sla.notReached"))</small>")</span>\
      <div class="setting-value">\(if: mayChange, moves(index, rule, frame))</div></li>

      """
  }

  private func moves(_ index: Int, _ rule: ServiceRule, _ frame: Frame) -> HTML {
    let t = frame.t, name = ShownNames(t: t).of(rule)
    let up = index > 0 ? move(rule, "up", "arrow-up", t("sla.moveUp", ["rule": name]), frame) : .empty
    let isLast = index == levels.rules.count - 1
    let down = isLast ? .empty : move(rule, "down", "arrow-down", t("sla.moveDown", ["rule": name]), frame)
    return "<span class=\"cluster\">\(up)\(down)</span>"
  }

  private func move(_ rule: ServiceRule, _ way: String, _ icon: String, _ label: String, _ frame: Frame) -> HTML {
    """
    <form method="post" action="/settings/sla/rules/\(rule.id)/position">\(frame.csrf)<input type="hidden" name="way" value="\(way)">\
    <button class="icon-button icon-button-small" aria-label="\(label)">\(frame.icon(icon))</button></form>
    """
  }

  private func attention(_ frame: Frame) -> HTML {
    let t = frame.t, attention = levels.attention
    let form = FormView(
      frame,
      [
        "unanswered": [TimeWords.span(attention.unanswered, t)], "untouched": [TimeWords.span(attention.untouched, t)],
        "silent": [TimeWords.span(attention.silent, t)], "times": [String(attention.stuckTimes)],
      ], refused: refused)
    return """
      <form class="card form" method="post" action="/settings/sla">\(form.hidden)\(form.banner)<h2>\(t("sla.attention"))</h2>\(form.fields(.changeSettings, limits(form, t)))
      \(SaveRow(lastChange: lastChange, right: .changeSettings).html(frame))
      </form>
      """
  }

  private func limits(_ form: FormView, _ t: Words) -> HTML {
    """
    <div class="form-pair">\(form.input("unanswered", t("sla.attention.unanswered"), hint: t("sla.attention.hint")))\
    \(form.input("untouched", t("sla.attention.untouched"), hint: t("sla.attention.hint")))</div>
    <div class="form-pair">\(form.input("silent", t("sla.attention.silent"), hint: t("sla.attention.hint")))\
    \(form.input("times", t("sla.attention.times"), type: "number", hint: usual(t)))</div>
    """
  }

  /// What the desk measured, or that it does not know yet.
  private func usual(_ t: Words) -> String {
    let known = choices.words.statuses.filter { Outlook.workedOn.contains($0.category) }.compactMap { status in
      levels.usualStays[status.id].map { "\(status.title(t)): \(TimeWords.span($0, t))" }
    }
    return known.isEmpty ? t("sla.attention.usualUnknown") : t("sla.attention.usual", ["list": known.joined(separator: ", ")])
  }
}
