import Foundation

/// What `<input type="datetime-local">` sends and takes.
package enum LocalMoment {
  /// `2026-11-24T15:00` on the wall clock of the zone. A time that the clock skips is taken as the offset before it has it.
  package static func instant(_ text: String, in zone: String) -> Instant? {
    guard let zone = TimeZone(identifier: zone), let asUTC = Instant(iso: text + "Z") else { return nil }
    let first = asUTC.adding(milliseconds: -offset(zone, asUTC))
    return asUTC.adding(milliseconds: -offset(zone, first))
  }

  package static func text(_ instant: Instant, in zone: String) -> String {
    guard let zone = TimeZone(identifier: zone) else { return "" }
    return String(instant.adding(milliseconds: offset(zone, instant)).iso.prefix(16))
  }

  private static func offset(_ zone: TimeZone, _ instant: Instant) -> Int64 { Int64(zone.secondsFromGMT(for: instant.date)) * 1000 }
}
