import App
import DeskTesting
import Storage
import Testing

@testable import Desk

/// Class 14: the live channel tells of a ticket to those only who see it, and of nobody to anybody else.
@Suite struct LiveChannelTests {
  private func feed(_ person: Person, _ desk: SecretDesk) async throws -> LiveFeed {
    LiveFeed(world: desk.desk.world, agent: try await desk.desk.agent(desk.people[person]!))
  }

  @Test(arguments: Person.allCases.filter { $0 != .stranger }) func aTicketIsHeardOfByWhoSeesIt(_ person: Person) async throws {
    let desk = try await SecretDesk.make()
    let feed = try await feed(person, desk)
    for place in Place.allCases {
      for prefix in ["t", "presence"] {
        let signal = LiveHub.Signal(id: 1, topic: "\(prefix)\(desk.tickets[place]!.number)", kind: "x")
        let isHeard = try await feed.text(of: .signal(signal)) != nil
        #expect(isHeard == place.isSeen(by: person), "\(person) \(signal.topic)")
        // What was missed while away is told no wider.
        #expect(try await feed.opening(.signals([signal]), at: "x-1").contains(signal.topic) == isHeard)
      }
    }
  }

  @Test func onlyOwnNoticesAndKnownTopicsAreHeard() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (desk.cast.anna, desk.cast.boris)
    let heard = try await listen(on: desk, as: anna) {
      for topic in [
        "me\(boris)", "mail1", "desk1", "employee\(boris)", "session99", "company1", "tx", "t", "me", "presence", "meme1", "views1", "",
      ] {
        desk.world.live.hear(topic: topic, kind: "secret", now: desk.clock.now)
      }
      desk.world.live.hear(topic: "me\(anna)", kind: "opened", now: desk.clock.now)
    }
    #expect(heard == ["me\(anna)"])
  }

  @Test func whoSeesNoTicketsHearsOfNone() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.view'")
    let heard = try await listen(on: desk, as: desk.cast.anna) { desk.world.live.hear(topic: "t1", kind: "x", now: desk.clock.now) }
    #expect(heard == [])
  }

  /// Each way in which somebody is shut out ends the streams at once, without waiting for the next look.
  @Test(arguments: ["session", "others", "deactivated", "password", "role", "signed out"])
  func whoeverIsShutOutHearsNothingMore(_ way: String) async throws {
    let desk = try await TestDesk.make()
    let (world, anna, boss) = (desk.world, desk.cast.anna, desk.cast.boss)
    try await Wiring.connectSignals(world, runner: nil)
    let token = try await world.write { try Session.open(for: anna, address: "", browser: "", in: $0) }
    let session = try await world.read { try Session.find(token, keys: world.keys, now: world.now(), in: $0)!.0 }
    let (stream, _, _) = try #require(world.live.listen(as: session, after: nil))
    try await world.write { change in
      switch way {
      case "session": try session.agent.endSession(session.id, in: change)
      case "others": try session.agent.endOtherSessions(than: 0, in: change)
      case "deactivated": try Employee.deactivate(anna, by: .employee(boss), in: change)
      case "password": try Employee.setPassword("x", of: anna, by: .employee(boss), in: change)
      case "role":
        try Employee.setRole(change.db.value("SELECT id FROM role WHERE key = 'auditor'")!, of: anna, by: .employee(boss), in: change)
      default: try Session.end("id = \(session.id)", in: change)
      }
    }
    // Ends by itself, or the test never does.
    for await _ in stream {}
    #expect(world.live.count == 0)
  }

  @Test func aSessionThatEndedGetsNoStream() async throws {
    let desk = try await TestDesk.make()
    let browser = try await desk.browser(of: desk.cast.anna)
    try await desk.change("DELETE FROM session")
    #expect(try await browser.get("/live", headers: ["Accept": "application/json"]).status == 401)
    #expect(try await desk.stranger().get("/live").status == 303)
    #expect(desk.world.live.count == 0)
  }

  private func listen(on desk: TestDesk, as employee: Int64, _ body: () -> Void) async throws -> [String] {
    let agent = try await desk.agent(employee)
    let (stream, _, _) = try #require(desk.world.live.listen(as: Session(id: 1, agent: agent, formToken: ""), after: nil))
    body()
    desk.world.live.close()
    var topics: [String] = []
    for await item in stream { if case .signal(let signal) = item { topics.append(signal.topic) } }
    return topics
  }
}

extension TestDesk {
  func change(_ sql: SQL) async throws { try await world.write { _ = try $0.db.run(sql) } }
  func value<T: ColumnValue & Sendable>(_ sql: SQL) async throws -> T? { try await world.read { try $0.value(sql) } }
  func values<T: ColumnValue & Sendable>(_ sql: SQL) async throws -> [T] { try await world.read { try $0.values(sql) } }
}
