import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct CalendarSettingsTests {
  static let week = [
    ("mon", "10:00-14:00, 15:00-19:00"), ("tue", "10:00-19:00"), ("wed", ""), ("thu", ""), ("fri", ""), ("sat", ""), ("sun", ""),
  ]

  @Test func anEditOfTheCalendarMovesTheDeadlinesOfOpenTickets() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    // Lunch from two to three, and no work from Wednesday: eighteen hours end on Monday after next.
    let answer = try await boss.post(
      "/settings/calendars/1", [("name", "Пятидневка"), ("zone", "Europe/Moscow"), ("rev", "1")] + Self.week)
    #expect(answer.status == 303)
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(48))
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(7 * 24 + 1))
    #expect(try await desk.recounts().map { $0[3] } == ["sla.recountOpenTickets"])
    let page = try await boss.get("/settings/sla").text
    #expect(page.contains("Сроки пересчитаны: 1 из 1, изменились у 1."))
    let kinds: [String] = try await desk.world.read { try $0.values("SELECT kind FROM event WHERE subject_kind = 'calendar'") }
    #expect(kinds == ["calendar.changed"])
    // The name was not touched: it still follows the reader's language.
    let key: String?? = try await desk.world.read { try $0.value("SELECT key FROM calendar WHERE id = 1") }
    #expect(key == "standard")
  }

  @Test func aRecountCanBeStoppedAndGoneOnWith() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    _ = try await boss.post("/settings/calendars/1", [("name", "Пятидневка"), ("zone", "Europe/Moscow"), ("rev", "1")] + Self.week)
    _ = try await boss.post("/settings/sla/recount/delete")
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(48))
    #expect(try await boss.get("/settings/sla").text.contains("Пересчёт остановлен"))
    _ = try await boss.post("/settings/sla/recount")
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(7 * 24 + 1))
  }

  @Test(arguments: [
    ([("mon", "")], "ни одного рабочего часа", "week-error"), ([("mon", "с девяти")], "«с девяти» непонятно", "mon-error"),
    ([("tue", "10:00-10:00")], "начало должно быть раньше конца", "tue-error"),
    ([("tue", "10:00-12:00, 11:00-13:00")], "10:00-12:00 и 11:00-13:00 пересекаются", "tue-error"),
    ([("mon", "9:00-18:00"), ("zone", "Europe/Atlantis")], "Europe/Atlantis", "zone-error"),
    ([("mon", "9:00-18:00"), ("name", " ")], "Укажите имя", "name-error"),
  ])
  func aBadCalendarIsRefusedAtItsField(fields: [(String, String)], words: String, place: String) async throws {
    let desk = try await TestDesk.make()
    let names = Set(fields.map(\.0)), usual = [("name", "Ночной"), ("zone", "Europe/Moscow")].filter { !names.contains($0.0) }
    let answer = try await desk.browser(of: desk.cast.boss).post("/settings/calendars", usual + fields)
    #expect(answer.status == 422)
    #expect(answer.text.contains(words) && answer.text.contains("id=\"\(place)\""))
    #expect(answer.text.contains("value=\"\(fields[0].1.replacing("\"", with: "&quot;"))\""))
  }

  @Test func someoneElsesEditIsNotOverwritten() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let form = [("name", "Пятидневка"), ("zone", "Europe/Moscow"), ("rev", "1")]
    #expect(try await boss.post("/settings/calendars/1", form + Self.week).status == 303)
    let late = try await boss.post("/settings/calendars/1", form + [("mon", "08:00-17:00")])
    #expect(late.status == 409)
    #expect(late.text.contains("08:00-17:00") && late.text.contains("10:00-14:00, 15:00-19:00"))
  }

  @Test func daysAndYearsAreAddedAndTakenOff() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss), path = "/settings/calendars/1"
    // The Tuesday on which the solution would be worked on is free.
    #expect(try await boss.post("\(path)/exceptions", [("date", "2026-11-24"), ("kind", "closed"), ("note", "Переезд")]).status == 303)
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(72))
    let page = try await boss.get(path)
    #expect(page.text.contains("Переезд") && page.text.contains("data-day=\"closed\""))
    #expect(try await boss.post("\(path)/exceptions", [("date", "2026-11-24"), ("kind", "hours"), ("hours", "")]).status == 422)
    #expect(try await boss.post("\(path)/exceptions/2026-11-24/delete").status == 303)
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(48))
  }

  @Test func aProductionCalendarComesFromAFile() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss), path = "/settings/calendars/1/production"
    func load(_ text: String) async throws -> Answer {
      try await boss.upload(path, [("source", "file")], files: [("file", "days.csv", "text/csv", Array(text.utf8))])
    }
    #expect(try await load("2026-11-24;выходной;День фирмы\n").status == 303)
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(72))
    let spreadsheet = Array("2026-12-30;нерабочий;День склада\r\n".data(using: .windowsCP1251) ?? Data())
    #expect(try await boss.upload(path, [("source", "file")], files: [("file", "days.csv", "text/csv", spreadsheet)]).status == 303)
    #expect(try await boss.get("/settings/calendars/1").text.contains("День склада"))
    let bad = try await load("2026-11-24;выходной\n2026-02-30;выходной\n")
    #expect(bad.status == 422)
    #expect(bad.text.contains("Строка 2: «2026-02-30» — не дата."))
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261125\r\nSUMMARY:Holiday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    #expect(try await load(calendar).status == 303)
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(96))
    #expect(try await boss.post(path, [("source", "file")]).text.contains("Выберите файл"))
  }

  @Test func whatACalendarIsNeededForStays() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    #expect(try await boss.post("/settings/calendars/1/delete").status == 409)
    let answer = try await boss.post("/settings/calendars", [("name", "Круглосуточно"), ("zone", "UTC"), ("mon", "00:00-24:00")])
    #expect(answer.location == "/settings/calendars/2")
    #expect(try await boss.post("/settings/calendars", [("name", "Круглосуточно"), ("zone", "UTC"), ("mon", "00:00-24:00")]).status == 422)
    #expect(try await boss.post("/settings/calendars/2/delete").status == 303)
    #expect(try await boss.get("/settings/calendars/2").status == 404)
  }
}

@Suite struct PolicySettingsTests {
  static let rule = [
    ("name", "Ромашка"), ("calendar", "1"), ("company", "1"), ("firstResponse-duration", "15 мин"), ("firstResponse-counting", "clock"),
    ("firstResponse-alarms", "90, 100, +1 ч"), ("resolution-duration", "4:30"), ("resolution-counting", "business"),
    ("resolution-pauses", "postponed"), ("resolution-alarms", ""),
  ]

  @Test func aNewRuleGoesFirstAndMovesTheOpenTickets() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    #expect(try await boss.post("/settings/sla/rules", Self.rule).status == 303)
    try await desk.jobs.runDue()
    #expect(try await desk.due(.firstResponse) == TestClock.start + .minutes(15))
    #expect(try await desk.due(.resolution) == TestClock.start + .minutes(270))
    let page = try await boss.get("/settings/sla").text
    #expect(page.contains("Компания: ООО Ромашка"))
    // Below the rule for everybody it is never asked.
    for _ in 0..<4 { _ = try await boss.post("/settings/sla/rules/5/position", [("way", "down")]) }
    try await desk.jobs.runDue()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(48))
    #expect(try await boss.get("/settings/sla").text.contains("До этого правила не дойдёт"))
    #expect(try await boss.post("/settings/sla/rules/5/delete").status == 303)
    #expect(try await boss.get("/settings/sla/rules/5").status == 404)
    let events: [String] = try await desk.world.read {
      try $0.values("SELECT kind FROM event WHERE subject_kind = 'slaPolicy' ORDER BY id")
    }
    #expect(events.first == "slaPolicy.ruleAdded" && events.last == "slaPolicy.ruleRemoved" && events.count == 6)
  }

  @Test func anEditKeepsManualDeadlines() async throws {
    let desk = try await TestDesk.make()
    _ = try await ManualDeadlineTests.post(desk, [("target", "resolution"), ("due", "2026-11-27T12:00"), ("reason", "Ждём деталь")])
    _ = try await desk.browser(of: desk.cast.boss).post("/settings/sla/rules", Self.rule)
    try await desk.jobs.runDue()
    #expect(try await desk.due(.firstResponse) == TestClock.start + .minutes(15))
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(98))
  }

  @Test(arguments: [
    ("resolution-duration", "два часа", "«два часа» непонятно"), ("resolution-duration", "0 ч", "больше нуля"),
    ("resolution-alarms", "скоро", "«скоро» непонятно"), ("resolution-alarms", "50, 50", "дважды"),
    ("resolution-alarms", "0", "от 1 до 10000"),
    ("name", "", "Укажите имя"), ("calendar", "77", "Такого варианта"),
  ])
  func aBadRuleIsRefusedAtItsField(field: String, value: String, words: String) async throws {
    let desk = try await TestDesk.make()
    let answer = try await desk.browser(of: desk.cast.boss).post(
      "/settings/sla/rules", Self.rule.filter { $0.0 != field } + [(field, value)])
    #expect(answer.status == 422)
    #expect(answer.text.contains(words) && answer.text.contains("id=\"\(field)-error\""))
    #expect(answer.text.contains("value=\"15 мин\""))
  }

  @Test func aRuleWithoutATargetIsNone() async throws {
    let desk = try await TestDesk.make()
    let answer = try await desk.browser(of: desk.cast.boss).post("/settings/sla/rules", [("name", "Пусто"), ("calendar", "1")])
    #expect(answer.status == 422 && answer.text.contains("хотя бы один срок"))
  }

  @Test func editsAreForThoseWhoMayChangeSettings() async throws {
    let desk = try await TestDesk.make()
    let (audit, anna) = (try await desk.browser(of: desk.cast.audit), try await desk.browser(of: desk.cast.anna))
    for path in ["/settings/sla", "/settings/sla/rules/1", "/settings/calendars", "/settings/calendars/1", "/settings/sla/what-if"] {
      #expect(try await audit.get(path).status == 200, "\(path)")
      #expect(try await anna.get(path).status == 403, "\(path)")
    }
    #expect(try await audit.post("/settings/sla/rules", Self.rule).status == 403)
    #expect(try await audit.post("/settings/calendars/1/exceptions", [("date", "2026-11-24")]).status == 403)
  }

  private static let waits = [("untouched", "72 ч"), ("silent", "48 ч"), ("times", "4")]

  @Test func theWaitsBeforeATicketIsAtRiskCanBeSet() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    #expect(try await boss.post("/settings/sla", [("unanswered", "скоро")] + Self.waits).status == 422)
    #expect(try await boss.post("/settings/sla", [("unanswered", "30 мин"), ("times", "1")] + Self.waits.dropLast()).status == 422)
    #expect(try await boss.post("/settings/sla", [("unanswered", "30 мин")] + Self.waits).status == 303)
    try await desk.jobs.runDue()
    try await desk.pass(seconds: 1800)
    #expect(try await desk.attention() == ["unanswered"])
  }
}
