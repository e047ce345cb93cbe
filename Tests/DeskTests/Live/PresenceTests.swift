import App
import DeskTesting
import Storage
import Testing

@testable import Desk

@Suite struct PresenceTests {
  /// A desk whose signals are heard, and the stream of what was heard: on PostgreSQL they come a moment after the answer.
  private static func desk() async throws -> (TestDesk, AsyncStream<String>) {
    let desk = try await TestDesk.make()
    let (signals, heard) = AsyncStream.makeStream(of: String.self)
    try await Wiring.connectSignals(desk.world, runner: nil) { heard.yield($0) }
    return (desk, signals)
  }

  /// Says so, and returns when everybody has heard it.
  private static func tell(_ state: String, _ browser: Browser, _ ticket: Int64, _ signals: AsyncStream<String>) async throws -> Int {
    let status = try await browser.post("/tickets/\(ticket)/presence", [("state", state)]).status
    for await signal in signals where signal.hasPrefix("presence\(ticket) ") { break }
    return status
  }

  private static func people(_ browser: Browser, _ ticket: Int64) async throws -> [[String: String]] {
    let answer = try await browser.get("/tickets/\(ticket)/presence", headers: ["Accept": "application/json"])
    return try answer.json()["people"] as? [[String: String]] ?? []
  }

  @Test func colleaguesSeeEachOther() async throws {
    let (desk, signals) = try await Self.desk()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let ticket = desk.cast.printerOnFire
    #expect(try await Self.tell("typing", anna, ticket, signals) == 204)
    #expect(try await Self.people(boris, ticket) == [["name": "Анна Смирнова", "state": "typing"]])
    #expect(try await Self.people(anna, ticket) == [])
    let html = try await boris.get("/tickets/\(ticket)/presence").text
    #expect(html.contains("Анна Смирнова пишет") && html.contains("data-presence=\"typing\""))
    #expect(try await Self.tell("gone", anna, ticket, signals) == 204)
    #expect(try await Self.people(boris, ticket) == [])
  }

  @Test func whoFallsSilentIsForgotten() async throws {
    let (desk, signals) = try await Self.desk()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let ticket = desk.cast.printerOnFire
    _ = try await Self.tell("viewing", anna, ticket, signals)
    desk.clock.advance(seconds: 44)
    #expect(try await Self.people(boris, ticket).count == 1)
    desk.clock.advance(seconds: 1)
    #expect(try await Self.people(boris, ticket).isEmpty)
    #expect(desk.world.live.presence.expire(now: desk.clock.now) == [ticket])
    #expect(desk.world.live.presence.expire(now: desk.clock.now) == [])
  }

  @Test func onlyNewsIsTold() {
    let presence = Presence()
    #expect(presence.hear("7 viewing", on: 1, now: TestClock.start))
    #expect(!presence.hear("7 viewing", on: 1, now: TestClock.start.adding(milliseconds: 20_000)))
    #expect(presence.hear("7 typing", on: 1, now: TestClock.start.adding(milliseconds: 21_000)))
    #expect(presence.hear("7 gone", on: 1, now: TestClock.start.adding(milliseconds: 22_000)))
    #expect(!presence.hear("7 gone", on: 1, now: TestClock.start.adding(milliseconds: 23_000)))
    #expect(!presence.hear("nonsense", on: 1, now: TestClock.start))
  }

  @Test func ticketsOfOthersAreNotThere() async throws {
    let (desk, _) = try await Self.desk()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.get("/tickets/999/presence").status == 404)
    #expect(try await anna.post("/tickets/999/presence", [("state", "viewing")]).status == 404)
    #expect(try await anna.post("/tickets/\(desk.cast.printerOnFire)/presence", [("state", "dancing")]).status == 422)
    #expect(
      try await desk.stranger().get("/tickets/\(desk.cast.printerOnFire)/presence", headers: ["Accept": "application/json"]).status == 401)
  }
}
