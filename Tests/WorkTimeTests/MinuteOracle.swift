import Foundation

@testable import WorkTime

/// The slow judge: walks minute after minute and asks Foundation's own calendar what the wall clock shows. Shares no code with the
/// library but the definition that it reads.
struct MinuteOracle {
  private let calendar: Calendar
  private let week: [[Hours]]
  private let exceptions: [DateComponents: [Hours]]

  init(_ work: WorkCalendar) throws {
    var calendar = Calendar(identifier: .gregorian)
    guard let zone = TimeZone(identifier: work.zone) else { throw CalendarFault.unknownZone(work.zone) }
    calendar.timeZone = zone
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

  func isOpen(_ minute: Int64) -> Bool {
    let date = Date(timeIntervalSince1970: Double(minute * 60))
    let fields = calendar.dateComponents([.year, .month, .day, .hour, .minute, .weekday], from: date)
    guard let hour = fields.hour, let minute = fields.minute, let weekday = fields.weekday else { return false }
    let key = DateComponents(year: fields.year, month: fields.month, day: fields.day)
    let hours = exceptions[key] ?? week[weekday - 1]
    return hours.contains { $0.start <= hour * 60 + minute && hour * 60 + minute < $0.end }
  }

  /// Whether each minute from `start` on is open.
  func minutes(from start: Int64, count: Int) -> [Bool] { (0..<Int64(count)).map { isOpen(start + $0) } }
}
