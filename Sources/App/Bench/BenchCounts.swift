import Desk
import Storage

/// What the counts in the sidebar cost a page.
struct BenchCounts {
  private static let times = 2_000

  let world: World

  func run() async throws -> Measured {
    let agent = try await world.read { db -> Agent in
      let id: Int64? = try db.value("SELECT id FROM employee WHERE email = \(BenchCast.email)")
      guard let id, let agent = try Agent.find(id, in: db) else { throw Refusal.notFound }
      return agent
    }
    let views = TicketView.common + (1...7).map { .team($0) }
    var spans: [Double] = []
    let watch = Measured.Stopwatch()
    for _ in 0..<Self.times {
      let start = ContinuousClock.now
      _ = try await world.read { db in try agent.viewCounts(of: views, in: db) }
      spans.append(start.duration(to: .now) / .milliseconds(1))
    }
    var measured = watch.stop(after: Self.times)
    measured.take(milliseconds: spans)
    return measured
  }
}
