import Chance
import Testing

@testable import WorkTime

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("2 ч. 30 мин.", 150.0), ("2h 30m", 150), ("2h30m", 150), ("1.5h", 90), ("1,5 ч", 90), ("2:30", 150), ("0:05", 5), ("45 min", 45),
    ("  3 часа ", 180), ("1 hour 1 minute 30 sec", 61.5), ("90м", 90), ("0.1h", 6), ("100:00", 6000), ("0 ч", 0), ("2 Ч 5 МИН", 125),
    ("1.000001h", 60.00005),
  ]) func understood(text: String, minutes: Double) {
    #expect(DurationText.parse(text) == Int64(minutes * 60_000))
  }

  @Test(arguments: [
    "", " ", "90", "h", "3 д", "1d 2h", "2m 1h", "2h 2h", "-2h", "2:5", "2:60", "1:30:00", ":30", "1..5h", "1.h", ".5h", "2 weeks",
    "2h foo", "999999999999h", "٣h", "1.1234567h", "2h:30", "2 ч 30",
  ]) func refused(text: String) { #expect(DurationText.parse(text) == nil) }

  @Test func daysNeedTheirLength() {
    #expect(DurationText.parse("3 д", hoursPerDay: 8) == 24 * hour && DurationText.parse("1.5d 1h", hoursPerDay: 8) == 13 * hour)
    #expect(DurationText.parse("1 д", hoursPerDay: 0) == nil)
  }

  static let russian = DurationWords(days: "д.", hours: "ч.", minutes: "мин.", seconds: "с", gap: " ")
  static let english = DurationWords(days: "d", hours: "h", minutes: "m", seconds: "s", gap: "")

  @Test(arguments: [
    (150 * minute, "2 ч. 30 мин.", "2h 30m"), (2 * hour, "2 ч.", "2h"), (59_999, "59 с", "59s"), (0, "0 с", "0s"),
    (-90 * minute, "−1 ч. 30 мин.", "−1h 30m"), (-999, "0 с", "0s"), (30 * hour, "30 ч.", "30h"),
  ]) func printed(milliseconds: Int64, inRussian: String, inEnglish: String) {
    #expect(DurationText.print(milliseconds, in: Self.russian) == inRussian)
    #expect(DurationText.print(milliseconds, in: Self.english) == inEnglish)
  }

  @Test func whatIsPrintedIsUnderstood() {
    #expect(DurationText.print(26 * hour + 5 * minute, in: Self.english, hoursPerDay: 8) == "3d 2h 5m")
    var random = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let amount = Int64.random(in: 1...100_000, using: &random) * minute
      for words in [Self.russian, Self.english] {
        #expect(DurationText.parse(DurationText.print(amount, in: words)) == amount)
        #expect(DurationText.parse(DurationText.print(amount, in: words, hoursPerDay: 9), hoursPerDay: 9) == amount)
      }
    }
    #expect(DurationText.print(.min, in: Self.english).hasPrefix("−"))
  }
}
