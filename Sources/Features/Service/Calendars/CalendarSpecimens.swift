import Desk
import Web

/// The week and the year of a calendar, for the page of the design system.
enum CalendarSpecimens {
  static let all = [Specimen("design.week", week), Specimen("design.year", year)]

  private static func week(_ frame: Frame) throws -> HTML {
    let hours = try ReadyLevels.calendar(zone: "Europe/Moscow", hasHolidays: false)
    return
      "<div class=\"specimen-wide\">\(WeekFields(form: FormView(frame, WeekFields.stored(hours.week)), problems: []).html(frame.t))</div>"
  }

  private static func year(_ frame: Frame) throws -> HTML {
    let hours = try ReadyLevels.calendar(zone: "Europe/Moscow", hasHolidays: true),
      today = LocalDate(number: Int(frame.now.milliseconds / 86_400_000))
    let calendar = DeskCalendar(id: 1, key: "standard", name: "", isDefault: true, rev: 1, hours: hours)
    return "<div class=\"specimen-wide\">\(YearView(calendar: calendar, year: 2026, today: today, mayChange: false).html(frame))</div>"
  }
}
