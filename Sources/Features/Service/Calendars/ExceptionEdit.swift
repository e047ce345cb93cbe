import Desk
import Web

/// A date that differs, as somebody typed it.
struct ExceptionEdit: Sendable {
  let day: ExceptionDay

  init(form: Form) throws {
    var problems: [Refusal.Problem] = []
    let date = LocalDate(iso: form.text("date"))
    if date == nil { problems.append(.init("date", "calendar.error.date")) }
    let isClosed = form.text("kind") != "hours"
    let hours = isClosed ? [] : CalendarEdit.hours(form.text("hours"), field: "hours", &problems)
    if !isClosed, hours.isEmpty, !problems.contains(where: { $0.field == "hours" }) {
      problems.append(.init("hours", "calendar.error.hoursMissing"))
    }
    let name = form.text("note")
    if name.count > CalendarEdit.longestName {
      problems.append(.init("note", "error.tooLong", ["limit": String(CalendarEdit.longestName)]))
    }
    guard problems.isEmpty, let date else { throw Refusal.invalid(problems) }
    day = ExceptionDay(date, hours: hours, name: name)
  }
}

extension WorkCalendar {
  /// In place of what the date had before.
  func with(_ day: ExceptionDay) throws(CalendarFault) -> WorkCalendar {
    try WorkCalendar(zone: zone, week: week, exceptions: exceptions.filter { $0.date != day.date } + [day])
  }

  func without(_ date: LocalDate) throws(CalendarFault) -> WorkCalendar {
    try WorkCalendar(zone: zone, week: week, exceptions: exceptions.filter { $0.date != date })
  }
}
