import Desk
import Web

/// Seven inputs for the hours of a week; a module draws over them.
struct WeekFields {
  let form: FormView
  let problems: [Refusal.Problem]

  static func stored(_ week: WorkWeek) -> [String: [String]] {
    let pairs = zip(Weekday.allCases, CalendarEdit.fields).map { ($1, [CalendarEdit.text(week[$0])]) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  func html(_ t: Words) -> HTML {
    """
    <div class="week" data-week-grid>
    \(each: CalendarEdit.fields, { day($0, t) })
    <p class="field-hint no-js">\(t("calendar.hoursHint"))</p>
    </div>\(each: problems.filter { $0.field == "week" }, { error($0, "week", t) })
    """
  }

  private func day(_ field: String, _ t: Words) -> HTML {
    let wrong = problems.filter { $0.field == field }
    let state: HTML = wrong.isEmpty ? "" : " aria-invalid=\"true\" aria-describedby=\"\(field)-error\""
    return """
      <div class="week-day" data-day="\(t("calendar.short.\(field)"))"><label for="h-\(field)">\(t("calendar.day.\(field)"))</label>\
      <input class="input" id="h-\(field)" name="\(field)" value="\(form.value(field))" placeholder="\(t("calendar.off"))" \
      autocomplete="off" inputmode="text"\(state)>\(each: wrong, { error($0, field, t) })</div>

      """
  }

  private func error(_ problem: Refusal.Problem, _ field: String, _ t: Words) -> HTML {
    "<p class=\"field-error\" id=\"\(field)-error\">\(form.frame.icon("circle-alert"))\(t(problem.key, problem.values))</p>"
  }
}
