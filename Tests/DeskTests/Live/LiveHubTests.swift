import DeskTesting
import Storage
import Testing

@testable import Desk

@Suite struct LiveHubTests {
  private static func session(_ id: Int64, employee: Int64 = 1) -> Session {
    let agent = Agent(
      id: employee, name: "Anna", email: "anna@service.example", role: "agent", rights: [.viewTickets: .all], teams: [],
      preferences: Preferences(language: .ru, timeZone: "Europe/Moscow"))
    return Session(id: id, agent: agent, formToken: "")
  }

  /// Everything that a stream was given until now.
  private static func drain(_ hub: LiveHub, _ stream: AsyncStream<LiveHub.Item>) async -> [String] {
    hub.close()
    var topics: [String] = []
    for await item in stream { if case .signal(let signal) = item { topics.append(signal.topic) } }
    return topics
  }

  @Test func aTicketsChangeIsAChangeOfTheViews() async {
    let hub = LiveHub()
    let (stream, missed, _) = hub.listen(as: Self.session(1), after: nil)!
    hub.hear(topic: "t42", kind: "ticket.opened", now: TestClock.start)
    // Nobody listens for these, so nobody is told.
    hub.hear(topic: "team3", kind: "team.added", now: TestClock.start)
    hub.hear(topic: "me2", kind: "opened", now: TestClock.start)
    #expect(missed == .nothing)
    #expect(await Self.drain(hub, stream) == ["t42", "views"])
  }

  @Test func whoComesBackGetsWhatWasMissed() async {
    let hub = LiveHub()
    hub.publish(topic: "t1", kind: "a")
    hub.publish(topic: "t2", kind: "b")
    let last = hub.name(of: LiveHub.Signal(id: 1, topic: "t1", kind: "a"))
    let (_, missed, place) = hub.listen(as: Self.session(1), after: last)!
    #expect(missed == .signals([LiveHub.Signal(id: 2, topic: "t2", kind: "b")]))
    let newest = hub.name(of: LiveHub.Signal(id: 2, topic: "t2", kind: "b"))
    #expect(hub.listen(as: Self.session(1), after: newest)!.missed == .nothing)
    // Whoever heard nothing yet can come back as well.
    #expect(place == newest)
    hub.publish(topic: "t3", kind: "c")
    #expect(hub.listen(as: Self.session(1), after: place)!.missed == .signals([LiveHub.Signal(id: 3, topic: "t3", kind: "c")]))
  }

  @Test(arguments: ["", "x", "other-1", "1", "1-2-3"])
  func whoeverWasElsewhereFetchesEverything(_ last: String) {
    let hub = LiveHub()
    hub.publish(topic: "t1", kind: "a")
    #expect(hub.listen(as: Self.session(1), after: last)!.missed == .unknown)
  }

  @Test func whoWasAwayForTooLongFetchesEverything() {
    let hub = LiveHub()
    for _ in 0...(LiveHub.memory * 3) { hub.publish(topic: "t1", kind: "a") }
    let last = hub.name(of: LiveHub.Signal(id: 1, topic: "t1", kind: "a"))
    #expect(hub.listen(as: Self.session(1), after: last)!.missed == .unknown)
    let future = hub.name(of: LiveHub.Signal(id: 1_000_000, topic: "t1", kind: "a"))
    #expect(hub.listen(as: Self.session(1), after: future)!.missed == .unknown)
  }

  @Test func onePersonDoesNotTakeAllPlaces() {
    let hub = LiveHub()
    let streams = (0..<LiveHub.mostStreamsOfOne).compactMap { _ in hub.listen(as: Self.session(1), after: nil) }
    #expect(streams.count == LiveHub.mostStreamsOfOne)
    #expect(hub.listen(as: Self.session(2), after: nil) == nil)
    #expect(hub.listen(as: Self.session(3, employee: 2), after: nil) != nil)
  }

  @Test func aStoppedProgramTakesNoMoreStreams() {
    let hub = LiveHub()
    hub.close()
    #expect(hub.listen(as: Self.session(1), after: nil) == nil)
  }

  @Test func aRevokedSessionHearsNothingMore() async throws {
    let desk = try await TestDesk.make()
    let world = desk.world
    let token = try await world.write { try Session.open(for: desk.cast.anna, address: "", browser: "", in: $0) }
    let session = try await world.read { try Session.find(token, keys: world.keys, now: world.now(), in: $0)!.0 }
    let (stream, _, _) = try #require(world.live.listen(as: session, after: nil))
    let keeper = LiveKeeper(world: world)
    await keeper.checkSessions()
    #expect(world.live.count == 1)
    try await world.write { try session.agent.endSession(session.id, in: $0) }
    await keeper.checkSessions()
    // Ends without anybody closing it.
    for await _ in stream {}
    #expect(world.live.count == 0)
  }
}
