import DeskTesting
import Storage
import Testing

@testable import Desk

/// Who has a job, for how long, and when somebody looks again.
@Suite struct JobQueueTests {
  private struct Chore: Job {
    static let kind = "test.chore"
    func run(in world: World) async throws {}
  }

  private func desk(_ fill: @escaping @Sendable (Transaction) throws -> Void) async throws -> TestDesk {
    let desk = try await TestDesk.make()
    try await desk.world.write { change in
      try change.db.run("DELETE FROM job")
      try fill(change)
    }
    return desk
  }

  @Test func aLongRunKeepsItsJob() async throws {
    let desk = try await desk { try $0.enqueue(Chore(), key: "long") }
    let job = try #require(try await desk.world.takeJob().job)
    desk.clock.advance(seconds: 240)
    try await desk.world.renewLease(of: job)
    desk.clock.advance(seconds: 240)
    #expect(try await desk.world.takeJob().job == nil)
    try await desk.world.finish(job)
    try await desk.world.renewLease(of: job)
    #expect(try await desk.world.takeJob().next == nil)
  }

  @Test func theNextJobIsWaitedForWhileALongOneRuns() async throws {
    let desk = try await desk {
      try $0.enqueue(Chore(), key: "long")
      try $0.enqueue(Chore(), at: $0.now + .seconds(10), key: "soon")
    }
    _ = try #require(try await desk.world.takeJob().job)
    let next = try await desk.world.takeJob().next
    #expect(next == desk.clock.now + .seconds(10))
  }

  @Test func aJobSetAnewDuringARunThatFailsIsTakenAtOnce() async throws {
    let desk = try await desk { try $0.enqueue(Chore(), key: "anew") }
    let job = try #require(try await desk.world.takeJob().job)
    try await desk.world.write { try $0.enqueue(Chore(), key: "anew") }
    try await desk.world.postpone(job, retries: [30], because: GiveUp("no"))
    let again = try #require(try await desk.world.takeJob().job)
    #expect(again.id == job.id && again.attempts == 0)
  }
}
