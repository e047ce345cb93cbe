/// Open time along an endless local time line that knows no zone: the week, and the dates that differ from it.
/// `open(before:)` counts the open milliseconds from a fixed origin; the two searches turn it round. All are O(log n).
///
/// Local time is milliseconds since 1970-01-01T00:00 on the wall clock.
struct LocalPattern: Sendable {
  /// The hours of one day with running totals.
  struct Day: Sendable {
    let starts: [Int64], ends: [Int64]
    /// Open time before each of the hours, and at the end the whole day's.
    let before: [Int64]
    var total: Int64 { before[before.count - 1] }

    init(_ hours: [Hours]) {
      starts = hours.map { Int64($0.start) * 60_000 }
      ends = hours.map { Int64($0.end) * 60_000 }
      before = hours.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int64($1.minutes) * 60_000) }
    }

    func open(before time: Int64) -> Int64 {
      for index in starts.indices.reversed() where starts[index] <= time { return before[index] + min(time, ends[index]) - starts[index] }
      return 0
    }
    func isOpen(at time: Int64) -> Bool { starts.indices.contains { starts[$0] <= time && time < ends[$0] } }
    /// The earliest time with `amount` open before it; `0 < amount ≤ total`.
    func earliest(with amount: Int64) -> Int64 {
      let index = starts.indices.first { amount <= before[$0 + 1] } ?? starts.count - 1
      return starts[index] + amount - before[index]
    }
    /// The latest time with no more than `amount` open before it; `0 ≤ amount < total`.
    func latest(with amount: Int64) -> Int64 {
      let index = starts.indices.first { amount < before[$0 + 1] } ?? starts.count - 1
      return starts[index] + amount - before[index]
    }
  }

  private let week: [Day]
  /// Open time of a week before each weekday.
  private let beforeWeekday: [Int64]
  private let weekTotal: Int64
  private let dates: [Int]
  private let exceptions: [Day]
  /// How much the exceptions so far add to the plain week; one more element than exceptions.
  private let difference: [Int64]
  /// Open time before each exception's date.
  private let beforeDate: [Int64]

  /// `week` is Monday first; `exceptions` are sorted by date, one a date at most.
  init(week hours: [[Hours]], exceptions days: [(date: Int, hours: [Hours])]) {
    let week = hours.map(Day.init)
    let sums = week.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + $1.total) }
    self.week = week
    beforeWeekday = Array(sums.dropLast())
    weekTotal = sums[7]
    dates = days.map(\.date)
    let exceptions = days.map { Day($0.hours) }
    self.exceptions = exceptions
    var difference: [Int64] = [0], beforeDate: [Int64] = []
    for (index, date) in days.enumerated() {
      let (weeks, weekday) = LocalPattern.split(date.date)
      beforeDate.append(weeks * sums[7] + sums[weekday] + difference[index])
      difference.append(difference[index] + exceptions[index].total - week[weekday].total)
    }
    self.difference = difference
    self.beforeDate = beforeDate
  }

  func open(before time: Int64) -> Int64 {
    let date = Int(time.flooredQuotient(millisecondsPerDay)), index = exception(from: date)
    let (weeks, weekday) = LocalPattern.split(date)
    let day = index < dates.count && dates[index] == date ? exceptions[index] : week[weekday]
    return weeks * weekTotal + beforeWeekday[weekday] + difference[index] + day.open(before: time.flooredRemainder(millisecondsPerDay))
  }

  func isOpen(at time: Int64) -> Bool {
    let date = Int(time.flooredQuotient(millisecondsPerDay)), index = exception(from: date)
    let day = index < dates.count && dates[index] == date ? exceptions[index] : week[LocalPattern.split(date).weekday]
    return day.isOpen(at: time.flooredRemainder(millisecondsPerDay))
  }

  /// The earliest time that has `amount` open before it: the end of an interval rather than the start of the next.
  func earliest(with amount: Int64) -> Int64? {
    let index = beforeDate.partitioningIndex { $0 >= amount } - 1
    guard index >= 0 else { return inWeeks(from: LocalPattern.monday, amount, open: false) }
    let rest = amount - beforeDate[index]
    if rest <= exceptions[index].total { return Int64(dates[index]) * millisecondsPerDay + exceptions[index].earliest(with: rest) }
    return inWeeks(from: dates[index] + 1, rest - exceptions[index].total, open: false)
  }

  /// The latest time that has no more than `amount` open before it: it is open there.
  func latest(with amount: Int64) -> Int64? {
    let index = beforeDate.partitioningIndex { $0 > amount } - 1
    guard index >= 0 else { return inWeeks(from: LocalPattern.monday, amount, open: true) }
    let rest = amount - beforeDate[index]
    if rest < exceptions[index].total { return Int64(dates[index]) * millisecondsPerDay + exceptions[index].latest(with: rest) }
    return inWeeks(from: dates[index] + 1, rest - exceptions[index].total, open: true)
  }

  /// Searches the plain week from the start of `date`; nil when the week has no open time.
  private func inWeeks(from date: Int, _ amount: Int64, open: Bool) -> Int64? {
    guard weekTotal > 0 else { return nil }
    let weeks = (open ? amount : amount - 1).flooredQuotient(weekTotal)
    var rest = amount - weeks * weekTotal, date = date + Int(weeks) * 7
    while true {
      let day = week[LocalPattern.split(date).weekday]
      let found = open ? rest < day.total : rest <= day.total
      if found { return Int64(date) * millisecondsPerDay + (open ? day.latest(with: rest) : day.earliest(with: rest)) }
      rest -= day.total
      date += 1
    }
  }

  private func exception(from date: Int) -> Int { dates.partitioningIndex { $0 >= date } }

  /// Monday 1969-12-29, where the count of weeks begins.
  private static let monday = -3
  private static func split(_ date: Int) -> (weeks: Int64, weekday: Int) {
    let weeks = (date - monday).flooredQuotient(7)
    return (Int64(weeks), date - monday - weeks * 7)
  }
}
