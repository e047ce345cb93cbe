import Desk
import Web

/// A year of a calendar, month by month, with the dates that differ from the week.
struct YearView {
  let calendar: DeskCalendar
  let year: Int
  let today: LocalDate
  let mayChange: Bool

  /// A refused form is shown under another address.
  private var path: String { "/settings/calendars/\(calendar.id)" }

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="cluster"><a class="icon-button" href="\(path)?year=\(year - 1)" aria-label="\(String(year - 1))">\(frame.icon("chevron-left"))</a>\
      <b class="num">\(String(year))</b>\
      <a class="icon-button" href="\(path)?year=\(year + 1)" aria-label="\(String(year + 1))">\(frame.icon("chevron-right"))</a></div>
      <div class="year">\(each: 1...12, { month($0, t) })</div>
      <p class="year-legend"><span data-day="closed">\(t("calendar.kind.closed"))</span> <span data-day="short">\(t("calendar.kind.short"))</span> \
      <span data-day="moved">\(t("calendar.kind.moved"))</span></p>
      """
  }

  private func month(_ month: Int, _ t: Words) -> HTML {
    guard let first = LocalDate(year, month, 1) else { return .empty }
    let next = month == 12 ? LocalDate(year + 1, 1, 1) : LocalDate(year, month + 1, 1)
    let start = first.adding(days: -first.weekday.index), count = (next?.number ?? first.number) - start.number
    let weeks = (count + 6) / 7
    return """
      <table class="month"><caption>\(t("calendar.month.\(month)"))</caption><thead><tr>\(each: CalendarEdit.fields, {
        "<th scope=\"col\">\(t("calendar.short.\($0)"))</th>" })</tr></thead>
      <tbody>\(each: 0..<weeks, { week in "<tr>\(each: 0..<7, { day(start.adding(days: week * 7 + $0), month, t) })</tr>" })</tbody></table>

      """
  }

  private func day(_ date: LocalDate, _ month: Int, _ t: Words) -> HTML {
    guard date.parts.month == month else { return "<td></td>" }
    let exception = calendar.hours.exceptions.first { $0.date == date }
    let kind = kind(date, exception), number = date.parts.day
    let mark: HTML = kind.map { " data-day=\"\($0)\"" } ?? ""
    let current: HTML = date == today ? " aria-current=\"date\"" : ""
    let title = exception.map { "\($0.hours.isEmpty ? t("calendar.kind.closed") : CalendarEdit.text($0.hours)) \($0.name)" } ?? ""
    let content: HTML =
      mayChange
      ? "<a href=\"\(path)?year=\(year)&amp;date=\(date.iso)#exception\" title=\"\(title)\">\(number)</a>"
      : "<span title=\"\(title)\">\(number)</span>"
    return "<td\(mark)\(current)>\(content)</td>"
  }

  private func kind(_ date: LocalDate, _ exception: ExceptionDay?) -> String? {
    let usual = calendar.hours.week[date.weekday]
    guard let exception else { return usual.isEmpty ? "off" : nil }
    if exception.hours.isEmpty { return "closed" }
    return usual.isEmpty ? "moved" : "short"
  }
}
