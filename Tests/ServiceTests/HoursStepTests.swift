import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct HoursStepTests {
  static func first(_ zone: String, _ language: String) -> [(String, String)] {
    [
      ("name", "Вера Павлова"), ("email", "vera@service.example"), ("password", "несколько слов сразу"), ("company", "Сервис Плюс"),
      ("language", language), ("timeZone", zone),
    ]
  }

  static func calendar(_ desk: TestDesk) async throws -> WorkCalendar {
    let text: String? = try await desk.world.read { try $0.value("SELECT hours FROM calendar WHERE is_default = 1") }
    return try JSONDecoder().decode(WorkCalendar.self, from: Data((text ?? "").utf8))
  }

  @Test func theReadyCalendarIsInTheZoneOfTheDesk() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    _ = try await desk.stranger().post("/setup", Self.first("Asia/Omsk", "ru"))
    let russian = try await Self.calendar(desk)
    #expect(russian.zone == "Asia/Omsk" && !russian.exceptions.isEmpty)
    let other = try await TestDesk.make(isSetUp: false)
    _ = try await other.stranger().post("/setup", Self.first("Europe/Berlin", "en"))
    let english = try await Self.calendar(other)
    #expect(english.zone == "Europe/Berlin" && english.exceptions.isEmpty)
  }

  @Test func theWizardAsksForWorkingHours() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    let vera = desk.stranger()
    _ = try await vera.post("/setup", Self.first("Asia/Omsk", "ru"))
    let page = try await vera.get("/setup/hours")
    #expect(page.text.contains("Когда вы работаете?") && page.text.contains("value=\"09:00-18:00\""))
    let token = page.text.split(separator: "name=\"csrf\" value=\"").dropFirst().first.map { String($0.prefix { $0 != "\"" }) } ?? ""
    let rev = ("rev", String(try #require(page.text.firstMatch(of: #/name="rev" value="(\d+)"/#)).1))
    let empty = try await vera.post("/setup/hours", [("zone", "Asia/Omsk"), ("mon", ""), rev], token: token)
    #expect(empty.status == 422 && empty.text.contains("ни одного рабочего часа"))
    let answer = try await vera.post("/setup/hours", [("zone", "Asia/Omsk"), ("mon", "08:00-12:00"), ("holidays", "1"), rev], token: token)
    #expect(answer.status == 303)
    let calendar = try await Self.calendar(desk)
    #expect(calendar.week[.monday] == [Hours(480, 720)] && calendar.week[.tuesday].isEmpty && !calendar.exceptions.isEmpty)
    // Another tab, opened before.
    let late = try await vera.post("/setup/hours", [("zone", "Asia/Omsk"), ("mon", "10:00-12:00"), rev], token: token)
    #expect(late.status == 409 && late.text.contains("name=\"rev\" value=\"2\"") && late.text.contains("value=\"10:00-12:00\""))
    #expect(try await Self.calendar(desk) == calendar)
  }

  @Test func daysThatSomebodyEnteredOrTookOutStaySo() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    let week = ["mon", "tue", "wed", "thu", "fri"].map { ($0, "09:00-18:00") }
    func save(_ more: (String, String)...) async throws -> WorkCalendar {
      let rev: Int64? = try await desk.world.read { try $0.value("SELECT rev FROM calendar WHERE is_default = 1") }
      let answer = try await vera.post("/setup/hours", [("zone", "Europe/Moscow"), ("rev", String(rev ?? 0))] + week + more)
      #expect(answer.status == 303)
      return try await Self.calendar(desk)
    }
    func exceptions(_ calendar: WorkCalendar, _ date: String) -> [ExceptionDay] { calendar.exceptions.filter { $0.date.iso == date } }
    _ = try await save(("holidays", "1"))
    let calendar: Int64? = try await desk.world.read { try $0.value("SELECT id FROM calendar WHERE is_default = 1") }
    let path = "/settings/calendars/\(calendar ?? 0)/exceptions"
    _ = try await vera.post(path, [("date", "2026-08-03"), ("hours", ""), ("note", "День фирмы")])
    _ = try await vera.post("\(path)/2026-06-12/delete")

    // Saturdays are worked from now on: the holidays among them are free, what was done by hand stays.
    let six = try await save(("sat", "10:00-14:00"), ("holidays", "1"))
    #expect(exceptions(six, "2026-08-03").map(\.name) == ["День фирмы"])
    #expect(exceptions(six, "2026-06-12").isEmpty)
    #expect(exceptions(six, "2027-01-02").map(\.hours) == [[]])
    let without = try await save()
    #expect(without.exceptions.map(\.name) == ["День фирмы"])
    #expect(try await save(("holidays", "1")).exceptions.count > 10)
  }
}
