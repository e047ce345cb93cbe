import DeskTesting
import Storage
import Testing

@testable import Desk

@Suite struct PostponingTests {
  private func ticket(_ desk: TestDesk) async throws -> Ticket {
    let (boss, number) = (try await desk.agent(desk.cast.boss), desk.cast.printerOnFire)
    return try await desk.world.read { try boss.ticket(number, in: $0) }
  }

  @Test func aPostponedTicketComesBackAtItsTimeAndTellsWhoHasIt() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.get("/tickets/1").text.contains("href=\"/tickets/1/postponement\" data-dialog"))
    let form = try await anna.get("/tickets/1/postponement").text
    // The cast's Monday is the 23rd; "in a week" and "on Monday" are the same morning and said once.
    #expect(form.contains("Завтра в 9:00") && form.contains("value=\"2026-11-24T09:00\"") && form.contains("value=\"2026-11-30T09:00\""))
    #expect(!form.contains("Через неделю"))
    #expect(try await anna.post("/tickets/1/postponement", [("until", "2026-11-20T09:00")]).status == 422)
    #expect(try await anna.post("/tickets/1/postponement", [("until", "2029-11-20T09:00")]).text.contains("больше чем на год"))
    #expect(try await anna.post("/tickets/1/postponement", [("until", "2026-11-25T15:30")]).location == "/tickets/1")
    #expect(try await ticket(desk).category == .postponed)
    #expect(try await anna.get("/tickets/1").text.contains("отложена до 25 ноя, 15:30"))
    try await desk.change("DELETE FROM notification")
    // 25 November, 15:29:59 in Moscow.
    try await desk.pass(seconds: (2 * 24 + 5) * 3600 + 29 * 60 + 59)
    #expect(try await ticket(desk).category == .postponed)
    try await desk.pass(seconds: 1)
    let back = try await ticket(desk)
    #expect(back.category == .open && back.postponedUntil == nil)
    #expect(
      try await desk.values("SELECT employee_id FROM notification WHERE kind = 'takenUpAgain' ORDER BY employee_id")
        == [desk.cast.boss, desk.cast.anna, desk.cast.boris], "nobody has it, so the team hears")
    #expect(try await anna.get("/tickets/1/history").text.contains("Отложена до: <ins>15:30</ins>"))
  }

  @Test func postponedAnewItWaitsLonger() async throws {
    let desk = try await TestDesk.make()
    let start = desk.clock.now
    for hours: Int64 in [1, 3] {
      try await desk.world.write { change in
        var ticket = try Ticket.forDesk(1, in: change)!
        try ticket.postpone(until: start + .hours(hours), by: .desk, in: change)
      }
    }
    try await desk.pass(seconds: 3600)
    #expect(try await ticket(desk).category == .postponed)
    try await desk.pass(seconds: 7200)
    #expect(try await ticket(desk).category == .open)
  }

  @Test func withoutATimeItRestsForADay() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let id: Int64? = try await desk.value("SELECT id FROM status WHERE category = 'postponed'")
    #expect(try await anna.post("/tickets/1/status", [("status", String(id!))]).status == 303)
    try await desk.pass(seconds: 24 * 3600 - 1)
    #expect(try await ticket(desk).category == .postponed)
    try await desk.pass(seconds: 1)
    #expect(try await ticket(desk).category == .open)
  }

  /// A Wednesday: tomorrow, Monday and a week from now are three mornings. In the summer of Berlin nine is seven in Greenwich.
  @Test func morningsAreOfTheZone() throws {
    let wednesday = try #require(Instant(iso: "2026-07-01T22:30Z"))
    #expect(Morning.next(wednesday, in: "Europe/Berlin").map(\.key) == ["tomorrow", "monday", "week"])
    #expect(
      Morning.next(wednesday, in: "Europe/Berlin").map(\.at.iso.description).map { $0.prefix(16) } == [
        "2026-07-03T07:00", "2026-07-06T07:00", "2026-07-09T07:00",
      ])
  }
}

@Suite struct ClosingFinishedTests {
  @Test func whatIsDoneClosesAfterTheDaysOfTheDesk() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    func category() async throws -> String? { try await desk.value("SELECT category FROM ticket WHERE number = 1") }
    func finish() async throws {
      try await desk.world.write { change in
        var ticket = try Ticket.forDesk(1, in: change)!
        try ticket.setStatus(first: .done, by: .desk, in: change)
      }
    }
    let page = try await boss.get("/settings/desk").text
    #expect(page.contains("name=\"closeAfterDays\" type=\"number\" value=\"7\""))
    let known = [("name", "Сервис Плюс"), ("language", "ru"), ("timeZone", "Europe/Moscow"), ("rev", "1")]
    #expect(try await boss.post("/settings/desk", known + [("closeAfterDays", "0")]).status == 422)
    #expect(try await boss.post("/settings/desk", known + [("closeAfterDays", "2")]).status == 303)
    try await finish()
    try await desk.pass(seconds: 24 * 3600)
    // The client objects: opened, and finished again, it waits two days from then.
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(1, in: change)!
      let author = MessageAuthor(actor: .contact(desk.cast.olga), name: "Ольга", email: nil)
      _ = try ticket.receive(MessageBody(source: "Нет", html: "<p>Нет</p>", text: "Нет"), by: author, channel: .mail, in: change)
    }
    #expect(try await category() == "open")
    try await finish()
    try await desk.pass(seconds: 47 * 3600)
    #expect(try await category() == "done")
    try await desk.pass(seconds: 3600)
    #expect(try await category() == "closed")
    #expect(try await boss.get("/tickets/1/history").text.contains("Отклик"))
  }
}
