import Foundation
import Web

/// Instants as a reader writes them: in the reader's zone and language.
package struct LocalClock: Sendable {
  private let zone: TimeZone
  private let words: Words
  private let now: Instant

  package init(timeZone: String, words: Words, now: Instant) {
    zone = TimeZone(identifier: timeZone) ?? .gmt
    self.words = words
    self.now = now
  }

  /// "14:05" today, "3 ноя, 14:05" this year, "3 ноя 2025, 14:05" before.
  package func short(_ instant: Instant) -> String {
    let (that, today) = (parts(instant), parts(now))
    let time = Self.twoDigits(that.hour) + ":" + Self.twoDigits(that.minute)
    if that.day == today.day, that.month == today.month, that.year == today.year { return time }
    let day = words("date.dayMonth", ["day": String(that.day), "month": words("date.month.\(that.month)")])
    return that.year == today.year ? "\(day), \(time)" : "\(day) \(that.year), \(time)"
  }

  /// "14:05" today, "3 ноя" this year, "ноя 2025" before: for a narrow column.
  package func brief(_ instant: Instant) -> String {
    let (that, today) = (parts(instant), parts(now))
    let month = words("date.month.\(that.month)")
    guard that.year == today.year else { return "\(month) \(that.year)" }
    if that.day != today.day || that.month != today.month { return words("date.dayMonth", ["day": String(that.day), "month": month]) }
    return Self.twoDigits(that.hour) + ":" + Self.twoDigits(that.minute)
  }

  package func briefElement(_ instant: Instant) -> HTML {
    "<time datetime=\"\(machine(instant))\" title=\"\(full(instant))\">\(brief(instant))</time>"
  }

  /// "2026-11-03 14:05", for tables that are compared line by line.
  package func full(_ instant: Instant) -> String {
    let that = parts(instant)
    return
      "\(that.year)-\(Self.twoDigits(that.month))-\(Self.twoDigits(that.day)) \(Self.twoDigits(that.hour)):\(Self.twoDigits(that.minute))"
  }

  /// For `<time datetime>`; modules turn it into "5 minutes ago".
  package func element(_ instant: Instant) -> HTML {
    "<time datetime=\"\(machine(instant))\" title=\"\(full(instant))\">\(short(instant))</time>"
  }

  package func machine(_ instant: Instant) -> String {
    let that = Self.parts(instant, offset: 0)
    return
      "\(that.year)-\(Self.twoDigits(that.month))-\(Self.twoDigits(that.day))T\(Self.twoDigits(that.hour)):\(Self.twoDigits(that.minute)):\(Self.twoDigits(that.second))Z"
  }

  package struct Parts: Sendable {
    package let year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
  }

  package func parts(_ instant: Instant) -> Parts {
    Self.parts(instant, offset: zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)))
  }

  /// Civil date from a day number: the proleptic Gregorian calendar in 400-year eras.
  private static func parts(_ instant: Instant, offset: Int) -> Parts {
    let seconds = Int((Double(instant.milliseconds) / 1000).rounded(.down)) + offset
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let rest = seconds - days * 86_400
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return Parts(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1,
      hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60)
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
