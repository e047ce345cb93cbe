/// When people work: an ordinary week, dates that differ, and a time zone. Checked when made, immutable after; making one builds
/// the tables that answer in well under a microsecond, so keep it rather than make it again for every question.
package struct WorkCalendar: Sendable {
  /// IANA name.
  package let zone: String
  package let week: WorkWeek
  /// Sorted by date.
  package let exceptions: [ExceptionDay]
  let timeline: Timeline

  package init(zone: String, week: WorkWeek, exceptions: [ExceptionDay] = []) throws(CalendarFault) {
    guard let table = ZoneTable.named(zone) else { throw .unknownZone(zone) }
    var sorted = exceptions.sorted { $0.date < $1.date }
    for (day, next) in zip(sorted, sorted.dropFirst()) where day.date == next.date { throw .repeatedDate(day.date) }
    for index in sorted.indices {
      sorted[index].hours = try WorkWeek.checked(sorted[index].hours, at: .date(sorted[index].date))
    }
    self.zone = zone
    self.week = week
    self.exceptions = sorted
    timeline = Timeline(zone: table, week: week.byIndex, exceptions: sorted.map { ($0.date.number, $0.hours) })
  }

  /// Around the clock, a calendar like any other.
  package static func alwaysOpen(zone: String = "UTC") throws(CalendarFault) -> WorkCalendar {
    try WorkCalendar(zone: zone, week: WorkWeek(Weekday.allCases, .allDay))
  }

  /// The same hours where another clock hangs on the wall.
  package func moved(to zone: String) throws(CalendarFault) -> WorkCalendar {
    try WorkCalendar(zone: zone, week: week, exceptions: exceptions)
  }
}

extension WorkCalendar: Equatable {
  package static func == (a: WorkCalendar, b: WorkCalendar) -> Bool {
    a.zone == b.zone && a.week == b.week && a.exceptions == b.exceptions
  }
}

/// `{"zone": "Europe/Moscow", "week": {"monday": ["09:00-18:00"]}, "exceptions": [{"date": "2026-01-01", "hours": [], "name": "…"}]}`.
/// A calendar that breaks a rule is refused with `CalendarFault`, a text of another shape with `DecodingError`.
extension WorkCalendar: Codable {
  private enum CodingKeys: CodingKey { case zone, week, exceptions }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let names = try container.decode([String: [Hours]].self, forKey: .week)
    var week: [Weekday: [Hours]] = [:]
    for (name, hours) in names {
      guard let weekday = Weekday(rawValue: name) else {
        throw DecodingError.dataCorruptedError(forKey: .week, in: container, debugDescription: "not a weekday: \(name)")
      }
      week[weekday] = hours
    }
    try self.init(
      zone: container.decode(String.self, forKey: .zone), week: WorkWeek(week),
      exceptions: container.decodeIfPresent([ExceptionDay].self, forKey: .exceptions) ?? [])
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(zone, forKey: .zone)
    let names = week.dictionary.map { ($0.key.rawValue, $0.value) }
    try container.encode(Dictionary(uniqueKeysWithValues: names), forKey: .week)
    try container.encode(exceptions, forKey: .exceptions)
  }
}
