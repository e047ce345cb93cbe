import Testing

@testable import WorkTime

@Suite struct ProductionCalendarTests {
  /// The published norm of working time in a 40-hour week is the sum of all the days' details.
  @Test(arguments: [(2026, 247, 1972), (2027, 249, 1987)]) func russianNorm(year: Int, days: Int, hours: Int) throws {
    let week = try WorkWeek(workdays, Hours(540, 780), Hours(840, 1080))
    let calendar = try WorkCalendar(zone: "Europe/Moscow", week: week)
      .following(year == 2026 ? .russia2026 : .russia2027)
    let zone = "+03:00"
    let (from, to) = try (at("\(year)-01-01T00:00:00\(zone)"), at("\(year + 1)-01-01T00:00:00\(zone)"))
    #expect(calendar.duration(from: from, to: to) == Int64(hours) * hour)
    let first = try day("\(year)-01-01"), exceptions = Dictionary(uniqueKeysWithValues: calendar.exceptions.map { ($0.date, $0.hours) })
    let worked = (0..<365).map { first.adding(days: $0) }.filter { !(exceptions[$0] ?? week[$0.weekday]).isEmpty }
    #expect(worked.count == days)
  }

  @Test func russianDaysOf2026() throws {
    let calendar = try nineToSix("Europe/Moscow").following(.russia2026)
    #expect(try calendar.nextOpening(after: at("2025-12-31T15:00:00Z")) == at("2026-01-12T06:00:00Z"))
    #expect(try calendar.nextClosing(after: at("2026-04-30T06:00:00Z")) == at("2026-04-30T14:00:00Z"))
    #expect(try calendar.add(hour, to: at("2026-05-08T13:30:00Z")) == at("2026-05-12T06:30:00Z"))
    #expect(try calendar.isOpen(at: at("2026-12-31T09:00:00Z")) == false)
    #expect(try calendar.exceptions.first { try $0.date == day("2026-03-08") } == nil)
  }

  @Test func ownExceptionsStayUnlessToldOtherwise() throws {
    let own = try ExceptionDay(day("2026-01-09"), hours: hours("10:00-12:00"), name: "duty")
    let calendar = try nineToSix("UTC", [own])
    #expect(try calendar.following(.russia2026).exceptions.contains(own))
    #expect(try !calendar.following(.russia2026, keepingOwn: false).exceptions.contains(own))
  }

  @Test func csvOfDays() throws {
    let text =
      "\u{FEFF}Дата;День;Название\r\n2026-01-09;выходной;\"Перенос; с 3 \"\"января\"\"\"\r\n"
      + "30.04.2026;Сокращённый;\r\n\r\n"
      + "2026-11-28;рабочий\r\n2026-12-30;09:00-13:00 14:00-15:00;short\r\n2026-12-31\r\n"
    let read = try ProductionCalendar(csv: text)
    #expect(
      try read.days == [
        .init(day("2026-01-09"), .free, "Перенос; с 3 \"января\""), .init(day("2026-04-30"), .shortened(60)),
        .init(day("2026-11-28"), .working), .init(day("2026-12-30"), .hours([Hours(540, 780), Hours(840, 900)]), "short"),
        .init(day("2026-12-31"), .free),
      ])
    let week = try WorkWeek(workdays, Hours(540, 780), Hours(840, 1080))
    #expect(
      read.exceptions(to: week).map(\.hours) == [
        [], [Hours(540, 780), Hours(840, 1020)], [Hours(540, 780), Hours(840, 1080)], [Hours(540, 780), Hours(840, 900)], [],
      ])
  }

  @Test func csvOfYearsIsTheCalendarInTheCode() throws {
    let text = """
      "Год/Месяц","Январь","Февраль","Март","Апрель","Май","Июнь","Июль","Август","Сентябрь","Октябрь","Ноябрь","Декабрь","Всего"
      2026,"1,2,3,4,5,6,7,8,9+,10,11,17,18,24,25,31","1,7,8,14,15,21,22,23,28","1,7,8,9,14,15,21,22,28,29",\
      "4,5,11,12,18,19,25,26,30*","1,2,3,8*,9,10,11,16,17,23,24,30,31","6,7,11*,12,13,14,20,21,27,28","4,5,11,12,18,19,25,26",\
      "1,2,8,9,15,16,22,23,29,30","5,6,12,13,19,20,26,27","3,4,10,11,17,18,24,25,31","1,3*,4,7,8,14,15,21,22,28,29",\
      "5,6,12,13,19,20,26,27,31+",247
      """
    let week = try WorkWeek(workdays, Hours(540, 1080))
    let read = try ProductionCalendar(csv: text).exceptions(to: week), known = ProductionCalendar.russia2026.exceptions(to: week)
    #expect(read.map(\.date) == known.map(\.date) && read.map(\.hours) == known.map(\.hours))
    let swapped = try ProductionCalendar(csv: text.replacing("14,15,21,22,23,28\"", with: "14,15,22,23,28\""))
    #expect(try swapped.exceptions(to: week).contains { try $0.date == day("2026-02-21") && $0.hours == [Hours(540, 1080)] })
  }

  @Test(arguments: [
    ("2026-02-30,free", ProductionCalendar.Fault.badDate("2026-02-30", line: 1)),
    ("date\n\n2026-02-03,perhaps", .badKind("perhaps", line: 3)),
    ("", .empty), ("date,kind\n", .empty), ("2026,x,,,,,,,,,,,", .badDate("x (1)", line: 1)),
  ]) func badCSV(text: String, fault: ProductionCalendar.Fault) {
    #expect(throws: fault) { try ProductionCalendar(csv: text) }
  }

  @Test func repeatedDatesAreRefused() throws {
    let fault = try ProductionCalendar.Fault.repeatedDate(day("2026-02-03"), line: 2)
    #expect(throws: fault) { try ProductionCalendar(csv: "2026-02-03\n03.02.2026") }
  }

  @Test func icsEvents() throws {
    let text = """
      BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260103\r\nSUMMARY:Новогодние\r\n  кани\
      кулы\\, 2026\r\nBEGIN:VALARM\r\nSUMMARY:no\r\nEND:VALARM\r\nEND:VEVENT\r\n\
      BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20200508\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Предпраздничный день\r\nEND:VEVENT\r\n\
      BEGIN:VEVENT\r\nDTSTART;TZID="A:B":20261128T100000\r\nDTEND;TZID="A:B":20261128T140000\r\nSUMMARY:Duty\r\nEND:VEVENT\r\n\
      BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260612\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n\
      BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260613\r\nSUMMARY:Рабочая суббота\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
      """
    let read = try ProductionCalendar(ics: text, years: 2026...2027)
    #expect(
      try read.days == [
        .init(day("2026-01-01"), .free, "Новогодние каникулы, 2026"), .init(day("2026-01-02"), .free, "Новогодние каникулы, 2026"),
        .init(day("2026-05-08"), .shortened(60), "Предпраздничный день"), .init(day("2026-06-13"), .working, "Рабочая суббота"),
        .init(day("2026-11-28"), .hours([Hours(600, 840)]), "Duty"), .init(day("2027-05-08"), .shortened(60), "Предпраздничный день"),
      ])
  }

  @Test func badICS() {
    func event(_ lines: String) -> String { "BEGIN:VEVENT\n\(lines)\nEND:VEVENT\n" }
    func read(_ text: String) throws { _ = try ProductionCalendar(ics: text, years: 2026...2026) }
    #expect(throws: ProductionCalendar.Fault.empty) { try read("hello") }
    #expect(throws: ProductionCalendar.Fault.badDate("2026", line: 2)) { try read(event("DTSTART:2026")) }
    #expect(throws: ProductionCalendar.Fault.badDate("", line: 1)) { try read(event("SUMMARY:x")) }
    #expect(throws: ProductionCalendar.Fault.unsupported("FREQ=WEEKLY", line: 3)) { try read(event("DTSTART:20260101\nRRULE:FREQ=WEEKLY")) }
    #expect(throws: ProductionCalendar.Fault.unsupported("20260101T100000Z", line: 2)) { try read(event("DTSTART:20260101T100000Z")) }
  }
}
