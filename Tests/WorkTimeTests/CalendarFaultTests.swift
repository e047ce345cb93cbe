import Foundation
import Testing

@testable import WorkTime

@Suite struct CalendarFaultTests {
  @Test func everyRefusalNamesWhatIsWrong() throws {
    #expect(throws: CalendarFault.noHours) { try WorkWeek([:]) }
    #expect(throws: CalendarFault.unknownZone("Moscow")) { try nineToSix("Moscow") }
    #expect(throws: CalendarFault.unknownZone("Europe/Nowhere")) { try nineToSix("Europe/Nowhere") }
    #expect(throws: CalendarFault.unknownZone("../Europe/Berlin")) { try nineToSix("../Europe/Berlin") }
    #expect(throws: CalendarFault.badHours(Hours(60, 60), .weekday(.friday))) { try WorkWeek([.friday], Hours(60, 60)) }
    #expect(throws: CalendarFault.badHours(Hours(0, 1441), .weekday(.monday))) { try WorkWeek([.monday], Hours(0, 1441)) }
    #expect(throws: CalendarFault.badHours(Hours(-1, 60), .weekday(.monday))) { try WorkWeek([.monday], Hours(-1, 60)) }
    #expect(throws: CalendarFault.overlap(Hours(540, 800), Hours(799, 900), .weekday(.monday))) {
      try WorkWeek([.monday], Hours(799, 900), Hours(540, 800))
    }
    #expect(throws: CalendarFault.overlap(Hours(0, 360), Hours(300, 600), .weekday(.monday))) {
      try WorkWeek([.sunday: [Hours(1320, 360)], .monday: [Hours(300, 600)]])
    }
    let date = try day("2026-05-01")
    #expect(throws: CalendarFault.repeatedDate(date)) { try nineToSix("UTC", [ExceptionDay(date), ExceptionDay(date, name: "again")]) }
    #expect(throws: CalendarFault.badHours(Hours(1320, 360), .date(date))) {
      try nineToSix("UTC", [ExceptionDay(date, hours: [Hours(1320, 360)])])
    }
  }

  @Test func storedAsJSON() throws {
    let text = """
      {"exceptions":[{"date":"2026-01-01","hours":[],"name":"New Year"},{"date":"2026-04-30","hours":["09:00-17:00"],"name":""}],\
      "week":{"friday":["09:00-13:00","14:00-24:00"],"monday":["09:00-18:00"]},"zone":"Europe/Moscow"}
      """
    let calendar = try JSONDecoder().decode(WorkCalendar.self, from: Data(text.utf8))
    #expect(calendar.week[.friday] == [Hours(540, 780), Hours(840, 1440)])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    #expect(try String(decoding: encoder.encode(calendar), as: UTF8.self) == text)
    #expect(try calendar.moved(to: "UTC") != calendar)
  }

  @Test(arguments: [
    #"{"zone":"UTC","week":{"monday":["9-18"]}}"#, #"{"zone":"UTC","week":{"someday":["09:00-18:00"]}}"#, #"{"zone":"UTC"}"#,
    #"{"zone":"UTC","week":{"monday":["09:00-18:00"]},"exceptions":[{"date":"2026-02-29"}]}"#,
  ]) func malformedJSONIsADecodingError(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(WorkCalendar.self, from: Data(text.utf8)) }
  }

  @Test func faultsComeThroughJSON() {
    #expect(throws: CalendarFault.noHours) { try JSONDecoder().decode(WorkCalendar.self, from: Data(#"{"zone":"UTC","week":{}}"#.utf8)) }
  }
}
