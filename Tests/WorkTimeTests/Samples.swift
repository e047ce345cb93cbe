import Chance

@testable import WorkTime

let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
let hour: Int64 = 3_600_000
let minute: Int64 = 60_000

func nineToSix(_ zone: String, _ exceptions: [ExceptionDay] = []) throws -> WorkCalendar {
  try WorkCalendar(zone: zone, week: WorkWeek(workdays, Hours(540, 1080)), exceptions: exceptions)
}

func at(_ text: String) throws -> Instant {
  guard let instant = Instant(iso: text) else { throw Unreadable(text: text) }
  return instant
}

func day(_ text: String) throws -> LocalDate {
  guard let date = LocalDate(iso: text) else { throw Unreadable(text: text) }
  return date
}

func hours(_ texts: String...) throws -> [Hours] {
  try texts.map { text in
    guard let hours = Hours(text) else { throw Unreadable(text: text) }
    return hours
  }
}

struct Unreadable: Error { var text: String }

extension SeededGenerator {
  mutating func hours() -> [Hours] {
    var found: [Hours] = [], from = Int.random(in: 0...600, using: &self)
    if Int.random(in: 0..<4, using: &self) == 0 { from = 0 }
    for _ in 0..<Int.random(in: 0...3, using: &self) {
      guard from < 1430 else { break }
      let end = min(1440, from + Int.random(in: 1...500, using: &self))
      found.append(Hours(from, end))
      from = end + (Bool.random(using: &self) ? 0 : Int.random(in: 1...200, using: &self))
    }
    if Int.random(in: 0..<8, using: &self) == 0 { return [.allDay] }
    if Int.random(in: 0..<3, using: &self) == 0 { return [Hours(Int.random(in: 90...150, using: &self), 200)] }
    return found
  }

  /// Any week, with exceptions around the dates given.
  mutating func calendar(zone: String, around date: LocalDate) throws -> WorkCalendar {
    var week: [Weekday: [Hours]] = [:]
    for weekday in Weekday.allCases { week[weekday] = hours() }
    if week.values.allSatisfy(\.isEmpty) { week[.tuesday] = [Hours(60, 240)] }
    var days: [LocalDate: ExceptionDay] = [:]
    for _ in 0..<Int.random(in: 0...8, using: &self) {
      let date = date.adding(days: Int.random(in: -6...12, using: &self))
      days[date] = ExceptionDay(date, hours: Bool.random(using: &self) ? [] : hours())
    }
    return try WorkCalendar(zone: zone, week: WorkWeek(week), exceptions: Array(days.values))
  }
}

/// Zones with what makes them hard, each with a date near a change of its clock.
let difficultZones: [(zone: String, date: String)] = [
  ("Europe/Moscow", "2014-10-26"), ("Europe/Moscow", "2011-03-27"), ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"),
  ("America/New_York", "2026-03-08"), ("America/New_York", "2026-11-01"), ("Australia/Lord_Howe", "2026-04-05"),
  ("Australia/Lord_Howe", "2026-10-04"), ("Asia/Kolkata", "2026-06-01"), ("Asia/Kathmandu", "1986-01-01"), ("Pacific/Apia", "2011-12-30"),
  ("Africa/Casablanca", "2026-02-15"), ("Africa/Casablanca", "2026-03-22"), ("America/Sao_Paulo", "2018-11-04"),
  ("Asia/Pyongyang", "2018-05-05"), ("America/St_Johns", "2009-11-01"), ("Asia/Gaza", "2026-03-28"), ("UTC", "2026-01-01"),
  ("Antarctica/Troll", "2026-03-29"), ("Pacific/Chatham", "2026-09-27"), ("America/Caracas", "2016-05-01"), ("Europe/Dublin", "2040-10-28"),
]
