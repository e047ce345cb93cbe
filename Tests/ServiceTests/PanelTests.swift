import DeskTesting
import Storage
import Testing
import Web

@testable import Desk
@testable import Service

@Suite struct PanelTests {
  /// The panel as this employee sees it.
  static func panel(_ desk: TestDesk, language: Language = .ru) async throws -> String {
    let (boss, number, now, world) = (try await desk.agent(desk.cast.boss), desk.cast.printerOnFire, desk.clock.now, desk.world)
    let content = try await world.read { db in
      try SLA.ticketPanels[0].load(boss.ticket(number, in: db), boss, db, now)
    }
    let words = world.translations[language]
    let frame = Frame(
      t: words, agent: boss, profile: .unknown, formToken: "", assets: world.assets, now: now, path: "/",
      clock: LocalClock(timeZone: "Europe/Moscow", words: words, now: now))
    return try #require(content).html(frame).source
  }

  @Test func eachTargetIsACountdownWithItsReason() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 1800)
    var html = try await Self.panel(desk)
    #expect(html.contains("data-state=\"ok\" data-remaining=\"5400\" data-running data-soon=\"1440\""))
    #expect(html.contains("1 ч 30 мин") && html.contains("17 ч 30 мин") && html.contains("value=\"25\""))
    #expect(html.contains("Правило «Все остальные заявки». Календарь «Пятидневка». Отсчёт с 10:00."))
    try await desk.pass(seconds: 4200)
    html = try await Self.panel(desk)
    #expect(html.contains("data-state=\"soon\" data-remaining=\"1200\""))
    try await desk.pass(seconds: 1800)
    #expect(try await Self.panel(desk, language: .en).contains("\u{2212}10 min"))
  }

  @Test func aPausedClockStandsStillAndSaysWhy() async throws {
    let desk = try await TestDesk.make()
    try await desk.reply()
    try await desk.pass(seconds: 10)
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    try await desk.pass(seconds: 3600)
    let html = try await Self.panel(desk)
    #expect(html.contains("data-state=\"met\"") && html.contains("data-state=\"paused\""))
    #expect(html.contains("отсчёт стоит (ждём клиента) с"))
    // Neither of them counts down.
    #expect(!html.contains("data-running"))
  }

  @Test func atNightNothingCountsDown() async throws {
    let desk = try await TestDesk.make()
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    try await desk.pass(seconds: 10 * 3600)
    #expect(!(try await Self.panel(desk)).contains("data-running"))
  }
}

/// What lists show of the promises of all their tickets.
@Suite struct ListPillTests {
  private func pill(_ desk: TestDesk) async throws -> String {
    let text = try await desk.browser(of: desk.cast.anna).get("/tickets?view=open").text
    guard let start = text.range(of: "role=\"cell\"><span class=\"sla\"") else { return "" }
    return String(text[start.lowerBound...].prefix { $0 != "\n" })
  }

  @Test func theNearestPromiseIsACountdown() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 1800)
    var pill = try await pill(desk)
    #expect(pill.contains("data-state=\"ok\" data-remaining=\"5400\" data-running data-soon=\"1440\"") && pill.contains("1 ч 30 мин"))
    #expect(pill.contains("title=\"Первый ответ: до 12:00\""))
    try await desk.pass(seconds: 4200)
    pill = try await self.pill(desk)
    #expect(pill.contains("data-state=\"soon\"") && pill.contains("#clock-alert"))
    // Late at once, whether or not a timer has looked at it yet.
    desk.clock.advance(seconds: 1800)
    pill = try await self.pill(desk)
    #expect(pill.contains("data-state=\"late\"") && pill.contains("\u{2212}10 мин") && pill.contains("просрочено"))
  }

  @Test func whatWasKeptGivesWayToWhatIsOwed() async throws {
    let desk = try await TestDesk.make()
    try await desk.reply()
    try await desk.pass(seconds: 60)
    #expect(try await pill(desk).contains("Решение: до"))
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    try await desk.pass(seconds: 3600)
    let paused = try await pill(desk)
    #expect(paused.contains("data-state=\"paused\"") && paused.contains("пауза") && !paused.contains("data-running"))
    try await desk.change { try $0.close(by: .desk, in: $1) }
    let done = try await desk.browser(of: desk.cast.anna).get("/tickets?view=done").text
    #expect(done.contains("id=\"row-1\"") && !done.contains("class=\"sla\""))
  }
}
