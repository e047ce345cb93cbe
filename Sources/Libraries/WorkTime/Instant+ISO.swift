/// ISO 8601 in the profile of RFC 3339.
extension Instant {
  /// `2026-11-22T23:40:04Z`, with milliseconds only when there are some.
  package var iso: String {
    let day = LocalDate(number: Int(milliseconds.flooredQuotient(millisecondsPerDay)))
    let rest = milliseconds.flooredRemainder(millisecondsPerDay)
    let (seconds, fraction) = (rest / 1000, rest % 1000)
    let time = "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
    return "\(day.iso)T\(time)\(fraction == 0 ? "" : "." + padded(fraction, 3))Z"
  }

  /// A date, a time and an offset (`Z`, `+03:00`, `+0300`); seconds and their fraction may be left out, digits beyond
  /// milliseconds are cut. A text without an offset names no instant and is refused.
  package init?(iso text: some StringProtocol) {
    var reader = DigitReader(text)
    guard let day = LocalDate(reading: &reader), reader.skip("T", "t", " "), let minutes = reader.clock() else { return nil }
    var rest: Int64 = 0
    if reader.skip(":") {
      guard let seconds = reader.number(2), seconds < 60 else { return nil }
      rest = Int64(seconds) * 1000
      if reader.skip(".", ",") {
        guard let fraction = reader.milliseconds() else { return nil }
        rest += fraction
      }
    }
    guard minutes < 24 * 60, let offset = reader.offsetInMinutes(), reader.isAtEnd else { return nil }
    self.init(milliseconds: Int64(day.number) * millisecondsPerDay + Int64(minutes - offset) * 60_000 + rest)
  }
}

let millisecondsPerDay: Int64 = 86_400_000

func padded(_ number: some BinaryInteger, _ width: Int = 2) -> String {
  let digits = String(number)
  return digits.count < width ? String(repeating: "0", count: width - digits.count) + digits : digits
}
