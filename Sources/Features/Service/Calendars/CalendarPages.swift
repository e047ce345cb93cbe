import Desk
import Web

/// All calendars.
struct CalendarsPage: Page {
  let calendars: [DeskCalendar]
  let mayChange: Bool

  func title(_ t: Words) -> String { t("calendar.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t, names = ShownNames(t: t)
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("sla.where"))"><ol><li><a href="/settings">\(t("sla.settings"))</a></li>\
      <li aria-current="page">\(title(t))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1>\
      \(if: mayChange, "<a class=\"button button-primary\" href=\"/settings/calendars/new\">\(frame.icon("plus"))\(t("calendar.add"))</a>")</header>
      <p class="page-lead">\(t("calendar.title.about"))</p>
      <div class="settings-list">\(each: calendars, { calendar in
        """
        <div class="setting"><span><a href="/settings/calendars/\(calendar.id)"><b>\(names.of(calendar))</b></a>\
        <small>\(Zones.name(calendar.hours.zone, t, now: frame.now)), \(hours(calendar, t))</small></span></div>

        """
      })</div>
      </div>
      """
  }

  private func hours(_ calendar: DeskCalendar, _ t: Words) -> String {
    let week = calendar.hours.week
    let minutes = Weekday.allCases.reduce(0) { $0 + week[$1].reduce(0) { $0 + $1.minutes } }
    return t("calendar.perWeek", ["span": TimeWords.span(Int64(minutes) * 60_000, t)])
  }
}

/// One calendar: its week, its year, what can be loaded into it.
struct CalendarPage: Page {
  /// `nil`: a new one.
  let calendar: DeskCalendar?
  let zone: String
  let year: Int
  let today: LocalDate
  /// The date that the form of exceptions begins with.
  let date: LocalDate?
  let mayChange: Bool
  let lastChange: LastChange?
  let recount: RecountProgress?
  /// Which of the page's forms was refused.
  let refusal: (part: Part, form: RefusedForm)?

  enum Part: Sendable { case week, exception, production }

  func title(_ t: Words) -> String { calendar.map { ShownNames(t: t).of($0) } ?? t("calendar.new") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page page-wide">
      <nav class="breadcrumbs" aria-label="\(t("sla.where"))"><ol><li><a href="/settings">\(t("sla.settings"))</a></li>\
      <li><a href="/settings/calendars">\(t("calendar.title"))</a></li><li aria-current="page">\(title(t))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(recount.map { RecountBanner(progress: $0, mayChange: mayChange).html(frame) })
      \(weekForm(frame))
      \(calendar.map { exceptions($0, frame) })
      \(if: calendar != nil && mayChange, production(frame))
      \(if: calendar.map { !$0.isDefault } ?? false && mayChange, removal(frame))
      </div>
      """
  }

  private var action: String { calendar.map { "/settings/calendars/\($0.id)" } ?? "/settings/calendars" }
  private func refused(_ part: Part) -> RefusedForm? { refusal.flatMap { $0.part == part ? $0.form : nil } }

  private func weekForm(_ frame: Frame) -> HTML {
    let t = frame.t, refused = refused(.week)
    var stored = calendar.map { WeekFields.stored($0.hours.week) } ?? WeekFields.usual
    stored["name"] = [calendar.map { ShownNames(t: t).of($0) } ?? ""]
    stored["zone"] = [calendar?.hours.zone ?? zone]
    stored["rev"] = [String(calendar?.rev ?? 0)]
    let form = FormView(frame, stored, refused: refused)
    return """
      \(form.conflict([("name", t("calendar.name")), ("zone", t("calendar.zone"))] + CalendarEdit.fields.map { ($0, t("calendar.day.\($0)")) }, by: lastChange))
      <form class="card form" method="post" action="\(action)">\(form.hidden)\(form.banner)
      \(form.fields(.changeSettings, """
        <div class="form-pair">\(form.input("name", t("calendar.name")))\
        \(form.select("zone", t("calendar.zone"), Zones.groups(t, now: frame.now), hint: t("calendar.zoneHint")))</div>
        \(WeekFields(form: form, problems: refused?.problems ?? []).html(t))
        """))
      \(SaveRow(lastChange: lastChange, right: .changeSettings).html(frame))
      </form>
      """
  }

  private func exceptions(_ calendar: DeskCalendar, _ frame: Frame) -> HTML {
    let t = frame.t, days = calendar.hours.exceptions.filter { $0.date.parts.year == year }
    return """
      <section class="card" aria-labelledby="exceptions"><h2 id="exceptions">\(t("calendar.exceptions"))</h2>
      \(YearView(calendar: calendar, year: year, today: today, mayChange: mayChange).html(frame))
      \(if: mayChange, exceptionForm(calendar, frame))
      \(if: !days.isEmpty, list(days, calendar, frame))
      </section>
      """
  }

  private func list(_ days: [ExceptionDay], _ calendar: DeskCalendar, _ frame: Frame) -> HTML {
    """
    <details class="panel"><summary>\(frame.t("calendar.list", ["year": String(year)])) <span class="counter">\(days.count)</span></summary>
    <ul class="settings-list">\(each: days, { exception($0, calendar, frame) })</ul></details>
    """
  }

  private func exception(_ day: ExceptionDay, _ calendar: DeskCalendar, _ frame: Frame) -> HTML {
    let t = frame.t, parts = day.date.parts
    let date = t("date.dayMonth", ["day": String(parts.day), "month": t("date.month.\(parts.month)")])
    let hours = day.hours.isEmpty ? t("calendar.kind.closed") : CalendarEdit.text(day.hours)
    let remove: HTML = """
      <form method="post" action="/settings/calendars/\(calendar.id)/exceptions/\(day.date.iso)/delete">\(frame.csrf)\
      <button class="icon-button icon-button-small" aria-label="\(t("calendar.removeDay", ["day": date]))">\(frame.icon("trash-2"))</button></form>
      """
    return """
      <li class="setting"><span><b>\(date)</b><small>\(hours)\(if: !day.name.isEmpty, ", \(day.name)")</small></span>\
      <div class="setting-value">\(if: mayChange, remove)</div></li>

      """
  }

  private func exceptionForm(_ calendar: DeskCalendar, _ frame: Frame) -> HTML {
    let t = frame.t, known = date.flatMap { date in calendar.hours.exceptions.first { $0.date == date } }
    let form = FormView(
      frame,
      [
        "date": [date?.iso ?? ""], "kind": [known.map { $0.hours.isEmpty ? "closed" : "hours" } ?? "closed"],
        "hours": [known.map { CalendarEdit.text($0.hours) } ?? ""], "note": [known?.name ?? ""],
      ], refused: refused(.exception))
    return """
      <form class="form" id="exception" method="post" action="/settings/calendars/\(calendar.id)/exceptions?year=\(year)">\(form.hidden)\(form.banner)
      <h3>\(t("calendar.addDay"))</h3>
      <div class="form-pair">\(form.input("date", t("calendar.date"), type: "date"))\
      \(form.segmented("kind", t("calendar.kind"), [.init("closed", t("calendar.kind.closed")), .init("hours", t("calendar.kind.hours"))]))</div>
      <div class="form-pair">\(form.input("hours", t("calendar.hours"), hint: t("calendar.hoursHint"), isOptional: true))\
      \(form.input("note", t("calendar.note"), isOptional: true))</div>
      <div class="form-actions"><button class="button">\(t("calendar.addDay"))</button></div>
      </form>
      """
  }

  private func production(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, ["source": ["russia"], "keep": ["1"]], refused: refused(.production))
    let sources: [FormView.Option] = [.init("russia", t("calendar.source.russia")), .init("file", t("calendar.source.file"))]
    let wrong = (refused(.production)?.problems ?? []).filter { $0.field == "file" }
    return """
      <section class="card"><h2>\(t("calendar.production"))</h2>
      <p>\(t("calendar.production.about"))</p>
      <form class="form" method="post" enctype="multipart/form-data" action="\(action)/production?year=\(year)">\(form.hidden)\(form.banner)
      \(form.segmented("source", t("calendar.source"), sources))
      <div class="field"><label class="field-label" for="file">\(t("calendar.file"))</label>\
      <input class="input" type="file" id="file" name="file" accept=".csv,.ics,text/csv,text/calendar">\
      \(each: wrong, { "<p class=\"field-error\">\(frame.icon("circle-alert"))\(t($0.key, $0.values))</p>" })</div>
      \(form.check("keep", t("calendar.keep")))
      <div class="form-actions"><button class="button">\(t("calendar.load"))</button></div>
      </form></section>
      """
  }

  private func removal(_ frame: Frame) -> HTML {
    """
    <form method="post" action="\(action)/delete">\(frame.csrf)<button class="button button-danger">\(frame.t("calendar.remove"))</button></form>
    """
  }
}

extension WeekFields {
  /// What a new calendar begins with.
  static let usual: [String: [String]] = [
    "mon": ["09:00-18:00"], "tue": ["09:00-18:00"], "wed": ["09:00-18:00"], "thu": ["09:00-18:00"], "fri": ["09:00-18:00"],
  ]
}
