import Testing

@testable import WorkTime

@Suite struct CalendarExamplesTests {
  /// Weekdays 09:00 to 18:00 in the zone: start, hours added, deadline.
  @Test(arguments: [
    ("Europe/Moscow", "2026-11-23T07:00:00Z", 4, "2026-11-23T11:00:00Z"),
    ("Europe/Moscow", "2026-11-20T14:00:00Z", 2, "2026-11-23T07:00:00Z"),
    ("Europe/Moscow", "2026-11-20T06:00:00Z", 9, "2026-11-20T15:00:00Z"),
    ("Europe/Moscow", "2026-11-20T15:00:00Z", 0, "2026-11-23T06:00:00Z"),
    ("Europe/Moscow", "2026-11-21T10:00:00Z", 0, "2026-11-23T06:00:00Z"),
    ("Europe/Moscow", "2026-11-23T06:00:00Z", 45, "2026-11-27T15:00:00Z"),
    ("Europe/Berlin", "2026-03-27T16:00:00Z", 2, "2026-03-30T08:00:00Z"),
    ("Europe/Berlin", "2026-10-23T15:00:00Z", 2, "2026-10-26T09:00:00Z"),
    ("America/New_York", "2026-03-06T22:00:00Z", 2, "2026-03-09T14:00:00Z"),
    ("Asia/Kolkata", "2026-06-01T12:00:00Z", 1, "2026-06-02T04:00:00Z"),
    // Samoa went from Thursday straight to Saturday over the date line: Friday had no working hours because it never came.
    ("Pacific/Apia", "2011-12-30T03:00:00Z", 2, "2012-01-01T20:00:00Z"),
  ]) func deadlines(zone: String, start: String, count: Int64, end: String) throws {
    #expect(try nineToSix(zone).add(count * hour, to: at(start)).iso == end)
  }

  /// What the clock skips counts nothing, what it shows twice counts twice: open time of one local night.
  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29", "02:30-04:00", 1.0), ("Europe/Berlin", "2026-10-25", "02:30-04:00", 2.0),
    ("Europe/Berlin", "2026-10-25", "01:00-02:30", 2.0), ("Europe/Berlin", "2026-03-29", "02:00-03:00", 0.0),
    ("America/New_York", "2026-11-01", "01:00-02:00", 2.0), ("America/New_York", "2026-03-08", "01:00-04:00", 2.0),
    ("Australia/Lord_Howe", "2026-10-04", "01:00-03:00", 1.5), ("Australia/Lord_Howe", "2026-04-05", "01:00-03:00", 2.5),
    ("Africa/Casablanca", "2026-02-15", "01:00-04:00", 4.0), ("Africa/Casablanca", "2026-03-22", "01:00-04:00", 2.0),
    ("Pacific/Apia", "2011-12-30", "00:00-24:00", 0.0), ("Europe/Moscow", "2014-10-26", "00:00-24:00", 25.0),
    ("Asia/Kolkata", "2026-03-29", "00:00-24:00", 24.0),
  ]) func nights(zone: String, date: String, open: String, expected: Double) throws {
    let date = try day(date)
    let week = try WorkWeek([.wednesday], Hours(0, 1))
    let calendar = try WorkCalendar(zone: zone, week: week, exceptions: [ExceptionDay(date, hours: hours(open))])
    let from = Instant(milliseconds: Int64(date.number - 1) * millisecondsPerDay)
    let to = Instant(milliseconds: Int64(date.number + 2) * millisecondsPerDay)
    let ordinary = try WorkCalendar(zone: zone, week: week, exceptions: [ExceptionDay(date)]).duration(from: from, to: to)
    #expect(calendar.duration(from: from, to: to) - ordinary == Int64(expected * Double(hour)))
  }

  @Test func aStartThatDoesNotExistIsTheNextInstant() throws {
    let calendar = try WorkCalendar(zone: "Europe/Berlin", week: WorkWeek(Weekday.allCases, Hours(150, 600)))
    #expect(try calendar.nextOpening(after: at("2026-03-28T22:00:00Z")) == at("2026-03-29T01:00:00Z"))
    #expect(try calendar.local(at("2026-03-29T01:00:00Z")) == (day("2026-03-29"), 180))
  }

  @Test func hoursOverMidnightAreTwo() throws {
    let week = try WorkWeek([.sunday: hours("22:00-06:00")])
    #expect(week[.sunday] == [Hours(1320, 1440)] && week[.monday] == [Hours(0, 360)] && week[.tuesday].isEmpty)
    let calendar = try WorkCalendar(zone: "UTC", week: week)
    #expect(try calendar.nextClosing(after: at("2026-11-22T23:00:00Z")) == at("2026-11-23T06:00:00Z"))
    #expect(try WorkWeek([.friday: hours("18:00-00:00")])[.friday] == [Hours(1080, 1440)])
  }

  @Test func exceptionsChangeTheDay() throws {
    let calendar = try nineToSix(
      "Europe/Moscow", [ExceptionDay(day("2026-11-24"), name: "closed"), ExceptionDay(day("2026-11-28"), hours: hours("10:00-12:00"))])
    #expect(try calendar.add(10 * hour, to: at("2026-11-23T06:00:00Z")) == at("2026-11-25T07:00:00Z"))
    #expect(try calendar.add(hour, to: at("2026-11-27T15:00:00Z")) == at("2026-11-28T08:00:00Z"))
  }

  @Test func aroundTheClockNeverClosesNorOpens() throws {
    let calendar = try WorkCalendar.alwaysOpen(zone: "Europe/Berlin"), start = try at("2026-10-24T12:00:00Z")
    #expect(calendar.nextOpening(after: start) == nil && calendar.nextClosing(after: start) == nil)
    #expect(calendar.add(48 * hour, to: start) == start + .hours(48))
    #expect(try calendar.openStretches(in: start..<at("2026-10-26T12:00:00Z"), limit: 5).count == 1)
    let holiday = try WorkCalendar(zone: "UTC", week: calendar.week, exceptions: [ExceptionDay(day("2036-01-01"))])
    #expect(try holiday.nextClosing(after: start) == at("2036-01-01T00:00:00Z"))
    #expect(try holiday.nextOpening(after: start) == at("2036-01-02T00:00:00Z"))
  }

  @Test func yearsOfExceptionsAndFarDatesEnd() throws {
    let first = try day("2026-01-01")
    let shut = (0..<20_000).map { ExceptionDay(first.adding(days: $0)) }
    let calendar = try nineToSix("America/New_York", shut)
    let opening = try calendar.add(0, to: at("2026-01-01T05:00:00Z"))
    #expect(try calendar.local(opening) == (day("2080-10-04"), 540))
    #expect(calendar.add(.max, to: Instant(milliseconds: .max)) == .latest)
    #expect(calendar.add(.min, to: Instant(milliseconds: .min)) == .earliest)
    #expect(calendar.nextOpening(after: .latest) == nil)
    #expect(try nineToSix("Europe/Berlin").add(5 * hour, to: at("2500-01-01T00:00:00Z")) == at("2500-01-01T13:00:00Z"))
  }
}
