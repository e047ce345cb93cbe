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
    runner = JobRunner(world: world, standIns: [DemoDelivery.self])
  }

  mutating func play(password: Secret) async throws {
    roles = try await DemoRoles.enter(world, passwordHash: await world.passwords.hash(password))
    var mail = try await DemoMail.connect(by: roles.people[0], world: world)
    var progress = Progress(t("command.events"), of: plan.acts.count)
    let last = plan.acts.count - DemoLetter.others.count
    for (index, act) in plan.acts.enumerated() {
      try await pass(until: act.at)
      try await perform(act, &mail)
      if index >= last { try await mail.receive(DemoLetter.others[index - last], world: world) }
      progress.reach(index + 1)
    }
    try await pass(until: today)
    try await mail.disconnect(by: roles.people[0], world: world)
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

  private mutating func perform(_ act: DemoAct, _ mail: inout DemoMail) async throws {
    let (ticket, roles) = (plan.tickets[act.ticket], roles)
    guard let number = numbers[act.ticket] else {
      let number = try await mail.receive(roles.letter(0, of: ticket, on: nil), world: world)
      guard let number else { throw Refusal.notFound }
      numbers[act.ticket] = number
      return try await world.write { change in try roles.sort(number, of: ticket, in: change) }
    }
    switch act.deed {
    case .open: return
    case .say(let line) where ticket.script.lines[line].voice == .client:
      try await mail.receive(roles.letter(line, of: ticket, on: number), world: world)
    case .say(let line):
      try await world.write { change in try roles.say(ticket.script.lines[line], on: number, of: ticket, in: change) }
      try await mail.bounceSome(of: number, world: world)
    case .wait: try await world.write { change in try roles.wait(on: number, in: change) }
    case .close: try await world.write { change in try roles.close(number, in: change) }
    }
  }
}
