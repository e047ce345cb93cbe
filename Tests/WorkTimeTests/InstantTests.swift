import Chance
import Foundation
import Testing

@testable import WorkTime

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-22T23:40:04.005Z", 1_795_390_804_005), ("1969-12-31T23:59:59.999Z", -1),
    ("2000-02-29T12:00:00Z", 951_825_600_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ]) func bothWays(text: String, milliseconds: Int64) {
    #expect(Instant(iso: text)?.milliseconds == milliseconds)
    #expect(Instant(milliseconds: milliseconds).iso == text)
  }

  @Test(arguments: [
    ("2026-11-23T02:40:04+03:00", "2026-11-22T23:40:04Z"), ("2026-11-22T18:10-0530", "2026-11-22T23:40:00Z"),
    ("2026-11-22 23:40:04,1239Z", "2026-11-22T23:40:04.123Z"), ("2026-11-22T23:40:04+03", "2026-11-22T20:40:04Z"),
  ]) func otherSpellings(text: String, iso: String) { #expect(Instant(iso: text)?.iso == iso) }

  @Test(arguments: [
    "", "2026-11-22", "2026-11-22T23:40:04", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z",
    "2026-11-22T23:60:00Z", "2026-11-22T23:40:04.Z", "2026-11-22T23:40:04Zx", "2026-11-22T23:40:04+3", "٢026-11-22T23:40:04Z",
  ]) func refused(text: String) { #expect(Instant(iso: text) == nil) }

  @Test func arithmetic() {
    let start = Instant(seconds: 100)
    #expect(start + .minutes(2) == Instant(seconds: 220) && start - .seconds(1) == Instant(seconds: 99))
    #expect((start + .milliseconds(5)).milliseconds(since: start) == 5)
    #expect(Instant(milliseconds: .max).adding(milliseconds: 1).milliseconds == .max)
    #expect(Instant(milliseconds: .min).adding(milliseconds: -1).milliseconds == .min)
    #expect(Instant(milliseconds: -1).seconds == -1 && Instant(start.date) == start)
  }

  @Test func datesFollowTheGregorianCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let number = Int.random(in: -100_000...400_000, using: &random), date = LocalDate(number: number)
      let fields = calendar.dateComponents([.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(number) * 86_400))
      #expect(date.parts == (fields.year ?? 0, fields.month ?? 0, fields.day ?? 0))
      #expect(LocalDate(date.parts.year, date.parts.month, date.parts.day) == date && LocalDate(iso: date.iso) == date)
      #expect((date.weekday.index + 1) % 7 + 1 == fields.weekday)
    }
    #expect(LocalDate(2026, 2, 29) == nil && LocalDate(1900, 2, 29) == nil && LocalDate(2000, 2, 29) != nil)
  }
}
