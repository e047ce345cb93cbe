import Desk
import Secrets
import Storage
import Web
import WorkTime

/// Plays the example through the verbs that people use, on a clock that is set back: history, deadlines and counts come out as
/// if it had happened.
struct DemoStage {
  private let world: World
  private let clock: DemoClock
  private let runner: JobRunner
  private let plan: DemoPlan
  private let today: Instant
  private var roles = DemoRoles()
  private var numbers: [Int: Int64] = [:]

  init(world: World) {
    var world = world
    today = world.now()
    plan = DemoPlan(now: today)
    let clock = DemoClock(plan.acts.first.map { $0.at.adding(milliseconds: -3_600_000) } ?? today)
    self.clock = clock
    world.now = { clock.now }
    self.world = world
    runner = JobRunner(world: world)
  }

  mutating func play(password: Secret) async throws {
    roles = try await DemoRoles.enter(world, passwordHash: await world.passwords.hash(password))
    var progress = Progress("events", of: plan.acts.count)
    for (index, act) in plan.acts.enumerated() {
      try await pass(until: act.at)
      try await perform(act)
      progress.reach(index + 1)
    }
    try await pass(until: today)
    try await world.write { [today] change in try DemoMail.pretend(at: today, in: change) }
  }

  /// Does every job at the instant at which it falls due, as a running server would have.
  private func pass(until end: Instant) async throws {
    while true {
      let next: Instant? = try await world.read { db in
        try db.value("SELECT run_at FROM job WHERE failed_at IS NULL ORDER BY run_at LIMIT 1")
      }
      guard let next, next <= end else { break }
      clock.set(max(next, clock.now))
      try await runner.runDue()
      let still: Int64? = try await world.read { db in
        try db.value("SELECT count(*) FROM job WHERE failed_at IS NULL AND run_at <= \(next)")
      }
      // A job that stays due although it was run would hold the example up for ever.
      if let still, still > 0 { break }
    }
    clock.set(max(end, clock.now))
  }

  private mutating func perform(_ act: DemoAct) async throws {
    let (ticket, roles) = (plan.tickets[act.ticket], roles)
    guard let number = numbers[act.ticket] else {
      numbers[act.ticket] = try await world.write { change in try roles.open(ticket, in: change) }
      return
    }
    try await world.write { change in
      switch act.deed {
      case .open: return
      case .say(let line): try roles.say(ticket.script.lines[line], on: number, of: ticket, in: change)
      case .wait: try roles.wait(on: number, in: change)
      case .close: try roles.close(number, in: change)
      }
    }
  }
}
