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
    let empty = try await vera.post("/setup/hours", [("zone", "Asia/Omsk"), ("mon", "")], token: token)
    #expect(empty.status == 422 && empty.text.contains("ни одного рабочего часа"))
    let answer = try await vera.post("/setup/hours", [("zone", "Asia/Omsk"), ("mon", "08:00-12:00"), ("holidays", "1")], token: token)
    #expect(answer.status == 303)
    let calendar = try await Self.calendar(desk)
    #expect(calendar.week[.monday] == [Hours(480, 720)] && calendar.week[.tuesday].isEmpty && !calendar.exceptions.isEmpty)
  }
}
