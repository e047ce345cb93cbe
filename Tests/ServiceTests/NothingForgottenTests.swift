import Desk
import DeskTesting
import Storage
import Testing

@testable import Service

/// Over random lives of a ticket: while it is open the desk will look at it again, and counting it anew finds nothing to change.
@Suite struct NothingForgottenTests {
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
  }

  @Test(arguments: 1...6) func anOpenTicketComesUpAgainWhateverHappens(seed: Int) async throws {
    let desk = try await TestDesk.make()
    var dice = Dice(state: UInt64(seed))
    for _ in 0..<25 {
      let deed = Int.random(in: 0..<7, using: &dice), category = StatusCategory.allCases.dropLast().randomElement(using: &dice)!
      switch deed {
      case 0: try await desk.reply()
      case 1: try await desk.clientWrites()
      case 2: try await desk.setPriority(["low", "normal", "high", "critical"].randomElement(using: &dice)!)
      case 3: try await desk.pass(seconds: Int64.random(in: 1...200_000, using: &dice))
      default: try await desk.change { try $0.setStatus(first: category, by: .desk, in: $1) }
      }
      try await desk.pass(seconds: Int64.random(in: 0...20_000, using: &dice))
      try await Self.check(desk)
    }
  }

  static func check(_ desk: TestDesk) async throws {
    let (ticket, number) = (try await desk.ticket(), desk.cast.printerOnFire)
    let wake: Instant? = try await desk.world.read {
      try $0.value("SELECT run_at FROM job WHERE kind = 'sla.wake' AND key = \(String(number))")
    }
    #expect((wake != nil) == ticket.isOpen)
    let next = try #require(ticket.nextAt)
    if let wake, ticket.isOpen { #expect(wake <= next && next > desk.clock.now) }
    #expect(ticket.isOpen || !ticket.isAtRisk && ticket.dueAt == nil)
    let counts: [Int64] = try await desk.world.read {
      try $0.values("SELECT coalesce(sum(count), 0) FROM ticket_count WHERE bucket = 'risk'")
    }
    #expect(counts == [ticket.isAtRisk ? 1 : 0])
    let before = try await clocks(desk)
    try await desk.world.write { try RecountProgress.begin(in: $0) }
    try await desk.jobs.runDue()
    #expect(try await clocks(desk) == before)
  }

  private static func clocks(_ desk: TestDesk) async throws -> [String] {
    try await desk.world.read { db in
      try db.rows("SELECT target, round, state, due_at, breached_at, met_at, used, missed_at FROM sla_clock ORDER BY target, round").map {
        "\($0.values)"
      }
    }
  }
}
