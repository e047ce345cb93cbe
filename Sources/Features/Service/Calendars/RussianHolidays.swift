import WorkTime

/// The public holidays that the wizard's checkbox puts into a calendar. What somebody entered or took out by hand stays so.
enum RussianHolidays {
  /// As they fall into a week: a holiday on a day off is none, and a short day is shorter than that day is.
  private static func days(of week: WorkWeek) -> [ExceptionDay] {
    [ProductionCalendar.russia2026, .russia2027].flatMap { $0.exceptions(to: week) }
  }

  static func areKept(in calendar: WorkCalendar) -> Bool {
    let days = Set(days(of: calendar.week))
    return calendar.exceptions.contains(where: days.contains)
  }

  /// The calendar with another zone and week, and with the holidays as they fall into it, or without them.
  static func set(_ isOn: Bool, in calendar: WorkCalendar, zone: String, week: WorkWeek) throws(CalendarFault) -> WorkCalendar {
    let before = days(of: calendar.week)
    let own = calendar.exceptions.filter { !before.contains($0) }
    var taken = Set(own.map(\.date))
    if areKept(in: calendar) { taken.formUnion(Set(before.map(\.date)).subtracting(calendar.exceptions.map(\.date))) }
    return try WorkCalendar(zone: zone, week: week, exceptions: own + (isOn ? days(of: week).filter { !taken.contains($0.date) } : []))
  }
}
