import DeskTesting
import Storage
import Testing

@testable import Desk

@Suite struct CountTests {
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  /// Whatever happens to tickets, what is counted along is what is there.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func countsAreKeptThroughAnyHistory(seed: UInt64) async throws {
    let desk = try await TestDesk.make()
    try await desk.scatter(15)
    try await desk.change("UPDATE ticket SET is_at_risk = 0, risks = ''")
    var dice = Dice(state: seed)
    for step in 0..<120 {
      try await Self.something(desk, number: Int64.random(in: 1...16, using: &dice), deed: Int.random(in: 0..<7, using: &dice))
      desk.clock.advance(seconds: 600)
      if step % 20 == 19 { try await Self.compare(desk, "seed \(seed), step \(step)") }
    }
  }

  private static func something(_ desk: TestDesk, number: Int64, deed: Int) async throws {
    let (cast, now) = (desk.cast, desk.clock.now)
    try await desk.world.write { change in
      guard var ticket = try Ticket.forDesk(number, in: change) else { return }
      switch deed {
      case 0: try ticket.assign(to: cast.anna, team: ticket.teamID, by: .desk, in: change)
      case 1: try ticket.assign(to: cast.boris, team: 1, by: .desk, in: change)
      case 2: try ticket.assign(to: nil, team: 1, by: .desk, in: change)
      case 3: try ticket.setStatus(first: .done, by: .desk, in: change)
      case 4: try ticket.close(by: .desk, in: change)
      case 5: try ticket.reopen(by: .desk, in: change)
      default:
        try ticket.promise(
          due: now, breachedAt: number % 2 == 0 ? now : nil, next: now, risks: number % 3 == 0 ? [Risk(.late, now)] : [], in: change)
      }
    }
  }

  private static func compare(_ desk: TestDesk, _ comment: String) async throws {
    for employee in [desk.cast.anna, desk.cast.boris] {
      let agent = try await desk.agent(employee)
      let views = TicketView.common + [.team(1), .team(2)]
      let counts = try await desk.world.read { try agent.viewCounts(of: views, in: $0) }
      for view in views {
        let condition = view.condition(for: agent)
        let real = ViewCount(
          total: try await desk.count(condition), late: try await desk.count("\(condition) AND t.is_open = 1 AND t.breached_at IS NOT NULL")
        )
        #expect(counts[view] == real, "\(view.text), \(comment)")
      }
    }
  }

  /// A promise that is broken while nobody touches the ticket is counted by the timer that sees it.
  @Test func lateOnesAreCountedWhenTheirTimeComes() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(!(try await anna.get("/tickets?view=open").text.contains("view-late")))
    try await desk.pass(seconds: 3 * 3600)
    let views = try await anna.list("/tickets?view=open", target: "views").text
    #expect(views.components(separatedBy: "class=\"view-late\"").count == 5, "unassigned, open, at risk, the team")
    #expect(views.hasPrefix("<nav class=\"views\" id=\"views\"") && views.contains("просрочено"))
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(1, in: change)!
      try ticket.close(by: .desk, in: change)
    }
    #expect(!(try await anna.list("/tickets?view=open", target: "views").text.contains("view-late")))
  }
}
