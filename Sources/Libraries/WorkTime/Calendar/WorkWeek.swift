/// The hours of an ordinary week, sorted and checked.
package struct WorkWeek: Hashable, Sendable {
  /// Seven lists, Monday first.
  private let days: [[Hours]]

  /// Hours whose end is before their start go over midnight: the rest belongs to the next day.
  package init(_ hours: [Weekday: [Hours]]) throws(CalendarFault) {
    var days: [[Hours]] = Array(repeating: [], count: 7)
    for weekday in Weekday.allCases {
      for entry in hours[weekday] ?? [] {
        if entry.end < entry.start {
          days[weekday.index].append(Hours(entry.start, Hours.minutesPerDay))
          if entry.end > 0 { days[weekday.next.index].append(Hours(0, entry.end)) }
        } else {
          days[weekday.index].append(entry)
        }
      }
    }
    var checked: [[Hours]] = []
    for weekday in Weekday.allCases {
      checked.append(try WorkWeek.checked(days[weekday.index], at: .weekday(weekday)))
    }
    guard checked.contains(where: { !$0.isEmpty }) else { throw .noHours }
    self.days = checked
  }

  package subscript(_ weekday: Weekday) -> [Hours] { days[weekday.index] }

  var byIndex: [[Hours]] { days }
  var dictionary: [Weekday: [Hours]] {
    Dictionary(uniqueKeysWithValues: Weekday.allCases.filter { !self[$0].isEmpty }.map { ($0, self[$0]) })
  }

  static func checked(_ hours: [Hours], at place: CalendarFault.Place) throws(CalendarFault) -> [Hours] {
    let sorted = hours.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    for entry in sorted where entry.start < 0 || entry.end > Hours.minutesPerDay || entry.start >= entry.end {
      throw .badHours(entry, place)
    }
    for (one, next) in zip(sorted, sorted.dropFirst()) where next.start < one.end { throw .overlap(one, next, place) }
    return sorted
  }
}

extension WorkWeek {
  /// The same hours on all the days named.
  package init(_ days: [Weekday], _ hours: Hours...) throws(CalendarFault) {
    var week: [Weekday: [Hours]] = [:]
    for day in days { week[day] = hours }
    try self.init(week)
  }
}
