import Foundation

/// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. One line of time for the whole desk.
package struct Instant: Comparable, Hashable, Sendable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
  package init(seconds: Int64) { self.init(milliseconds: seconds * 1000) }
  /// Fractions of a millisecond are cut towards the past.
  package init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down))) }

  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
  /// Whole seconds since 1970, cut towards the past.
  package var seconds: Int64 { milliseconds.flooredQuotient(1000) }

  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  /// Stops at the ends of `Int64` instead of trapping.
  package func adding(milliseconds more: Int64) -> Instant {
    let (sum, overflow) = milliseconds.addingReportingOverflow(more)
    return Instant(milliseconds: overflow ? (more > 0 ? .max : .min) : sum)
  }

  /// Positive when `earlier` is before this instant.
  package func milliseconds(since earlier: Instant) -> Int64 { milliseconds - earlier.milliseconds }

  package static func + (instant: Instant, span: Duration) -> Instant { instant.adding(milliseconds: span.wholeMilliseconds) }
  package static func - (instant: Instant, span: Duration) -> Instant { instant.adding(milliseconds: -span.wholeMilliseconds) }
}

extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

extension Duration {
  package static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
  package static func hours(_ count: Int64) -> Duration { .seconds(count * 3600) }
  package var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

extension FixedWidthInteger {
  /// Division that rounds towards minus infinity, as days and weeks before 1970 need it.
  func flooredQuotient(_ divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
  func flooredRemainder(_ divisor: Self) -> Self { self - flooredQuotient(divisor) * divisor }
}
