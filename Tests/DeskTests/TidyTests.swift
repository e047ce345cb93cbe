import DeskTesting
import Storage
import Testing

@testable import Desk

@Suite struct TidyTests {
  private static let day: Int64 = 24 * 3600

  private func count(_ table: SQL, _ desk: TestDesk) async throws -> Int {
    try await desk.value("SELECT count(*) FROM \(table)") ?? 0
  }

  @Test func whatHasServedItsTimeIsForgottenDayByDay() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await desk.browser(of: desk.cast.boris)
    _ = try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "Еду"), ("key", "k")])
    _ = try await desk.world.write { try ForgottenPassword.ask("anna@service.example", from: "1.2.3.4", in: $0) }
    let old = desk.clock.now - .seconds(30 * Self.day)
    try await desk.world.write { [anna = desk.cast.anna] change in
      for number in 0..<Int64(Tidy.step * 2 + 1) {
        try change.db.run("INSERT INTO once (key, result, at) VALUES (\("old\(number)"), '', \(old))")
        try change.db.run(
          """
          INSERT INTO session (token_hash, employee_id, created_at, seen_at, expires_at, address, browser)
          VALUES (\("old\(number)"), \(anna), \(old), \(change.now), \(change.now), '', '')
          """)
      }
    }
    try await desk.pass(seconds: Self.day)
    #expect(try await count("once", desk) == 1)
    #expect(try await count("session", desk) == 2)
    #expect(try await count("password_request", desk) == 0)
    #expect(try await count("ticket_seen", desk) == 1)
    for _ in 0..<7 { try await desk.pass(seconds: Self.day) }
    #expect(try await count("once", desk) == 0)
    // Anna goes on working, Boris does not come.
    #expect(try await anna.get("/tickets").status == 200)
    for _ in 0..<8 { try await desk.pass(seconds: Self.day) }
    #expect(try await desk.values("SELECT employee_id FROM session") == [desk.cast.anna])
    #expect(try await count("ticket_seen", desk) == 0)
  }

  @Test func theProfileListsSessionsThatStillOpenTheDesk() async throws {
    let desk = try await TestDesk.make()
    _ = try await desk.browser(of: desk.cast.anna)
    desk.clock.advance(seconds: 15 * Self.day)
    let here = try await desk.browser(of: desk.cast.anna)
    #expect(!(try await here.get("/profile").text.contains("/profile/sessions/1/delete")))
  }

  @Test func twoOfOneKeyAtOnceAreOne() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let fields = [("kind", "reply"), ("text", "Едем"), ("key", "same"), ("anyway", "1")]
    let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
      for _ in 0..<8 { group.addTask { try await anna.post("/tickets/1/messages", fields, headers: Asking.json) } }
      return try await group.reduce(into: [Answer]()) { $0.append($1) }
    }
    #expect(Set(answers.map(\.status)) == [201])
    #expect(Set(answers.map(\.text)).count == 1)
    #expect(try await count("message", desk) == 2)
  }
}
