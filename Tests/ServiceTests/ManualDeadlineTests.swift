import Desk
import DeskTesting
import Storage
import Testing

@testable import Service

@Suite struct ManualDeadlineTests {
  static func post(_ desk: TestDesk, _ fields: [(String, String)]) async throws -> Answer {
    try await desk.browser(of: desk.cast.anna).post("/tickets/\(desk.cast.printerOnFire)/deadlines", fields)
  }

  @Test func itHoldsWhateverIsCountedAnewAndSaysWhoAndWhy() async throws {
    let desk = try await TestDesk.make()
    let answer = try await Self.post(desk, [("target", "resolution"), ("due", "2026-11-27T12:00"), ("reason", "Ждём деталь")])
    #expect(answer.status == 303)
    let friday = TestClock.start + .hours(98)
    #expect(try await desk.due(.resolution) == friday)
    try await desk.setPriority("critical")
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    try await desk.pass(seconds: 3600)
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    #expect(try await desk.due(.resolution) == friday)
    let page = try await desk.browser(of: desk.cast.boris).get("/tickets/\(desk.cast.printerOnFire)/deadlines").text
    #expect(page.contains("Анна Смирнова") && page.contains("Ждём деталь") && page.contains("27 ноя, 12:00"))
    let event = try #require(try await desk.events(Event.Kind("sla.recounted")).first)
    #expect(event.facts["note"] == "Ждём деталь" && event.actor == .employee(desk.cast.anna))
    let removal = try await desk.browser(of: desk.cast.anna).post("/tickets/\(desk.cast.printerOnFire)/deadlines/resolution/delete")
    #expect(removal.status == 303)
    // Critical: four hours, of which one was paused.
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(5))
  }

  @Test(arguments: [
    ([("target", "resolution"), ("due", "2026-11-27T12:00"), ("reason", "")], "Напишите, почему"),
    ([("target", "resolution"), ("due", "someday"), ("reason", "x")], "Укажите дату и время"),
    ([("target", "resolution"), ("due", "2026-11-20T12:00"), ("reason", "x")], "уже прошёл"),
    ([("target", "resolution"), ("due", "2126-11-20T12:00"), ("reason", "x")], "не больше десяти лет"),
    ([("target", "queue"), ("due", "2026-11-27T12:00"), ("reason", "x")], "target-error"),
  ])
  func aBadFormComesBackFilledIn(fields: [(String, String)], words: String) async throws {
    let desk = try await TestDesk.make()
    let answer = try await Self.post(desk, fields)
    #expect(answer.status == 422)
    #expect(answer.text.contains(words))
    #expect(answer.text.contains("value=\"\(fields[1].1)\""))
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(48))
  }

  @Test func aReaderCannotSetOne() async throws {
    let desk = try await TestDesk.make()
    let path = "/tickets/\(desk.cast.printerOnFire)/deadlines"
    let fields = [("target", "resolution"), ("due", "2026-11-27T12:00"), ("reason", "x")]
    let audit = try await desk.browser(of: desk.cast.audit)
    #expect(try await audit.post(path, fields).status == 403)
    #expect(try await audit.get(path).status == 200)
    #expect(try await audit.get(path).text.contains("name=\"reason\"") == false)
    #expect(try await desk.stranger().get(path, headers: ["Accept": "application/json"]).status == 401)
  }

  @Test func aTicketWithoutARuleCanHaveOneToo() async throws {
    let desk = try await TestDesk.make()
    try await desk.world.write { change in
      try change.db.run("UPDATE sla_rule SET removed_at = 1")
      try ServiceLevels.restamp(in: change.db)
    }
    try await desk.setPriority("high")
    #expect(try await desk.ticket().dueAt == nil)
    _ = try await Self.post(desk, [("target", "resolution"), ("due", "2026-11-27T12:00"), ("reason", "x")])
    #expect(try await desk.ticket().dueAt == TestClock.start + .hours(98))
    // Half of the way is an alarm here as well.
    try await desk.pass(seconds: 49 * 3600)
    #expect(try await desk.alarms() == ["resolution 50"])
  }
}
