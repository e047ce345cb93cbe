import Desk
import Web

/// Spans and instants as the pages about deadlines write them.
struct TimeWords: Sendable {
  let t: Words
  /// Instants are told in this zone, with their date.
  let clock: LocalClock
  private let thisYear: Int

  init(_ t: Words, zone: String, now: Instant) {
    self.t = t
    clock = LocalClock(timeZone: zone, words: t, now: now)
    thisYear = clock.parts(now).year
  }

  /// "2 ч 30 мин".
  func span(_ milliseconds: Int64) -> String { Self.span(milliseconds, t) }

  static func span(_ milliseconds: Int64, _ t: Words) -> String {
    let units = DurationWords(
      days: t("sla.unit.days"), hours: t("sla.unit.hours"), minutes: t("sla.unit.minutes"), seconds: t("sla.unit.seconds"))
    return milliseconds == 0 ? "0\(units.gap)\(units.minutes)" : DurationText.print(milliseconds, in: units)
  }

  /// "23 ноя, 14:05".
  func at(_ instant: Instant) -> String { "\(day(instant)), \(time(instant))" }

  func day(_ instant: Instant) -> String {
    let parts = clock.parts(instant)
    let day = t("date.dayMonth", ["day": String(parts.day), "month": t("date.month.\(parts.month)")])
    return parts.year == thisYear ? day : "\(day) \(parts.year)"
  }

  func time(_ instant: Instant) -> String {
    let parts = clock.parts(instant)
    return "\(parts.hour < 10 ? "0" : "")\(parts.hour):\(parts.minute < 10 ? "0" : "")\(parts.minute)"
  }

  /// What is left, as the module that counts down writes it.
  static func countdown(_ seconds: Int64, _ t: Words) -> String {
    let minutes = seconds.magnitude / 60, hours = minutes / 60
    let sign = seconds < 0 ? "\u{2212}" : ""
    if hours >= 48 {
      let rest = hours % 24 == 0 ? "" : " " + t("js.time.hours", ["n": String(hours % 24)])
      return sign + t("js.time.days", ["n": String(hours / 24)]) + rest
    }
    if hours > 0 {
      let whole = t("js.time.hours", ["n": String(hours)]), rest = minutes % 60
      guard rest > 0 else { return sign + whole }
      let padded = rest < 10 ? "0\(rest)" : String(rest)
      return "\(sign)\(whole) \(t("js.time.minutes", ["n": padded]))"
    }
    if minutes == 0, seconds >= 0 { return t("js.time.less") }
    return sign + t("js.time.minutes", ["n": String(max(1, minutes))])
  }
}
