import Foundation

@testable import WorkTime

/// The slow judge: walks minute after minute and asks Foundation what the wall clock shows and which date it is. Shares no code with the
/// library but the definition that it reads.
struct MinuteOracle {
  private let zone: TimeZone
  private let calendar: Calendar
  private let week: [[Hours]]
  private let exceptions: [DateComponents: [Hours]]

  init(_ work: WorkCalendar) throws {
    var calendar = Calendar(identifier: .gregorian)
    guard let zone = TimeZone(identifier: work.zone) else { throw CalendarFault.unknownZone(work.zone) }
    calendar.timeZone = .gmt
    self.zone = zone
    self.calendar = calendar
    // Foundation counts weekdays from Sunday.
    week = [.sunday, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday].map { work.week[$0] }
    var exceptions: [DateComponents: [Hours]] = [:]
    for day in work.exceptions {
      let fields = day.date.iso.split(separator: "-").compactMap { Int($0) }
      exceptions[DateComponents(year: fields[0], month: fields[1], day: fields[2])] = day.hours
    }
    self.exceptions = exceptions
  }

  /// Whether each minute from `start` on is open.
  func minutes(from start: Int64, count: Int) -> [Bool] {
    var hoursOfDay: [Int64: [Hours]] = [:]
    return (0..<Int64(count)).map { index in
      let seconds = (start + index) * 60
      let local = seconds + Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
      let day = (Double(local) / 86_400).rounded(.down), minute = (local - Int64(day) * 86_400) / 60
      let hours = hoursOfDay[Int64(day)] ?? hours(at: Date(timeIntervalSince1970: day * 86_400))
      hoursOfDay[Int64(day)] = hours
      return hours.contains { $0.start <= minute && minute < $0.end }
    }
  }

  /// The hours of the date that this is in Greenwich.
  private func hours(at date: Date) -> [Hours] {
    let fields = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
    let key = DateComponents(year: fields.year, month: fields.month, day: fields.day)
    return exceptions[key] ?? week[(fields.weekday ?? 1) - 1]
  }
}
