import DeskTesting
import Foundation
import Secrets
import Storage
import Testing
import WorkTime

@testable import App

@Suite struct DemoTests {
  /// Monday 23 November 2026, 10:00 in Moscow.
  static let now = Instant(milliseconds: 1_795_417_200_000)

  @Test func nothingHappensInTheFutureOrBeforeItsTicket() {
    let plan = DemoPlan(now: Self.now)
    #expect(plan.tickets.count == 200)
    #expect(plan.acts.allSatisfy { $0.at < Self.now })
    #expect(zip(plan.acts, plan.acts.dropFirst()).allSatisfy { $0.at <= $1.at })
    var opened: Set<Int> = []
    for act in plan.acts {
      if case .open = act.deed { opened.insert(act.ticket) }
      #expect(opened.contains(act.ticket))
    }
    #expect(opened.count == 200)
  }

  @Test func everyScriptIsWhole() {
    let types: Set = ["incident", "request", "question"]
    let priorities: Set = ["low", "normal", "high", "critical"]
    for script in DemoField.allCases.flatMap(DemoScript.all) {
      #expect(types.contains(script.type) && priorities.contains(script.priority), "\(script.subject)")
      #expect(script.lines.first?.voice == .client && script.lines.last?.voice == .last, "\(script.subject)")
      for turn in 0..<3 {
        let told = script.told(turn)
        for text in [told.subject] + told.lines.map(\.text) { #expect(!text.contains { "[]|".contains($0) }, "\(text)") }
      }
    }
  }

  @Test func workingHoursInMoscow() {
    // Saturday 21 November 2026, 12:00 in Moscow.
    let saturday = Instant(milliseconds: 1_795_251_600_000)
    let answered = DemoPlan.inHours(saturday, strict: true)
    #expect(answered.milliseconds - saturday.milliseconds > 44 * 3_600_000)
    #expect(DemoPlan.inHours(Self.now, strict: true) == Self.now)
    #expect(DemoPlan.inHours(saturday, strict: false) == saturday)
  }

  /// The whole example: mail came and went through the desk's own handling.
  @Test func thePageMailShowsWhatBecameOfEachLetter() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    var stage = DemoStage(world: desk.world)
    try await stage.play(password: Secret("measured and found fast"))
    let outcomes: [String] = try await desk.world.read { try $0.values("SELECT DISTINCT outcome FROM mail ORDER BY outcome") }
    #expect(outcomes == ["bounce", "followUp", "ignored", "quarantined", "ticket"])
    let states: [String] = try await desk.world.read { try $0.values("SELECT DISTINCT state FROM mail_out ORDER BY state") }
    #expect(states == ["bounced", "failed", "sent"])
    let (tickets, strange, tagged, boss) = try await desk.world.read { db in
      (
        try db.value("SELECT count(*) FROM ticket") as Int64?,
        try db.value("SELECT count(*) FROM ticket WHERE channel <> 'mail' OR requester_id IS NULL") as Int64?,
        try db.value("SELECT count(DISTINCT ticket_number) FROM ticket_tag") as Int64?,
        try db.value("SELECT id FROM employee WHERE email = 'boss@service.example'") as Int64?
      )
    }
    #expect(tickets == 200 && strange == 0 && tagged! > 50)
    let browser = try await desk.browser(of: boss!)
    #expect(try await !browser.get("/settings").text.contains("Что осталось настроить"), "an example is set up already")
    #expect(try await browser.get("/mail").text.contains("пример и приостановлен"))
    for tab in ["tickets", "ignored", "quarantine", "bounces", "sent", "failed"] {
      #expect(!(try await browser.get("/mail?tab=\(tab)").text.contains("class=\"empty\"")), "\(tab)")
    }
  }
}
