/// A year's working and free days as an authority or an employer publishes them, before they meet anybody's week.
package struct ProductionCalendar: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case free
    /// So many minutes less than usual, at the end of the day.
    case shortened(Int)
    /// Work on a day that is usually free.
    case working
    case hours([Hours])
  }

  package struct Day: Hashable, Sendable {
    package var date: LocalDate
    package var kind: Kind
    package var name: String

    package init(_ date: LocalDate, _ kind: Kind, _ name: String = "") {
      self.date = date
      self.kind = kind
      self.name = name
    }
  }

  /// What could not be read, and in which line (counted from 1).
  package enum Fault: Error, Equatable, Sendable {
    case badDate(String, line: Int)
    case badKind(String, line: Int)
    case unsupported(String, line: Int)
    case repeatedDate(LocalDate, line: Int)
    /// Nothing in the text says anything about a day.
    case empty
  }

  /// Sorted by date, one entry a date at most.
  package let days: [Day]

  init(days: [Day]) { self.days = days.sorted { $0.date < $1.date } }

  package static let hourLess = 60

  /// The days that differ from `week`. A shortened day loses its last minutes, a working Saturday gets the hours of the first day that
  /// has any, and days that are free or worked anyway are left out.
  package func exceptions(to week: WorkWeek) -> [ExceptionDay] {
    let usual = Weekday.allCases.lazy.map { week[$0] }.first { !$0.isEmpty } ?? []
    return days.compactMap { day in
      let planned = week[day.date.weekday]
      let hours =
        switch day.kind {
        case .free: [Hours]()
        case .shortened(let minutes): shortened(planned.isEmpty ? usual : planned, by: minutes)
        case .working: planned.isEmpty ? usual : planned
        case .hours(let hours): hours
        }
      return hours == planned ? nil : ExceptionDay(day.date, hours: hours, name: day.name)
    }
  }

  private func shortened(_ hours: [Hours], by minutes: Int) -> [Hours] {
    var left = hours, minutes = minutes
    while minutes > 0, let last = left.popLast() {
      if last.minutes > minutes { left.append(Hours(last.start, last.end - minutes)) }
      minutes -= last.minutes
    }
    return left
  }
}

extension WorkCalendar {
  /// This calendar with the days of a production calendar; where a date has an exception already, `keepingOwn` decides which
  /// of the two stays.
  package func following(_ production: ProductionCalendar, keepingOwn: Bool = true) throws(CalendarFault) -> WorkCalendar {
    let loaded = production.exceptions(to: week)
    let (first, second) = keepingOwn ? (exceptions, loaded) : (loaded, exceptions)
    let taken = Set(first.map(\.date))
    return try WorkCalendar(zone: zone, week: week, exceptions: first + second.filter { !taken.contains($0.date) })
  }
}
