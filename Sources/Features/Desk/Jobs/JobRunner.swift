import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Runs jobs: sleeps until the next one is due or until a commit says that there is a new one.
package final class JobRunner: Service {
  private let world: World
  private let kinds: [String: any Job.Type]
  private let workers: Int
  private let wake: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation

  package init(world: World, workers: Int = 4) {
    self.world = world
    self.workers = workers
    let kinds = world.features.flatMap { $0.jobs }
    self.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0) })
    (wake, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Called after every commit that added a job.
  package func poke() { waker.yield() }

  package func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await withThrowingTaskGroup(of: Void.self) { group in
        let (places, freed) = AsyncStream.makeStream(of: Void.self)
        for _ in 0..<self.workers { freed.yield() }
        for await _ in places {
          let job = try await self.next()
          group.addTask {
            await self.perform(job)
            freed.yield()
          }
        }
        try await group.waitForAll()
      }
    }
  }

  /// Everything that is due now, one after another: what tests call instead of waiting.
  package func runDue() async throws {
    while let job = try await world.takeJob().job { await perform(job) }
  }

  private func next() async throws -> TakenJob {
    while true {
      let (job, next) = try await world.takeJob()
      if let job { return job }
      await sleep(until: next)
    }
  }

  /// At most a minute: clocks can be set, and another node's jobs come without a signal on a broken connection.
  private func sleep(until next: Instant?) async {
    let pause = min(max((next?.milliseconds ?? .max / 2) - world.now().milliseconds, 5), 60_000)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        // Cancelled when woken: nothing to report.
        try? await Task.sleep(for: .milliseconds(pause))
      }
      group.addTask { [wake] in
        var iterator = wake.makeAsyncIterator()
        await iterator.next()
      }
      await group.next()
      group.cancelAll()
    }
  }

  private func perform(_ taken: TakenJob) async {
    do {
      guard let kind = kinds[taken.kind] else { throw GiveUp("no job of this program is called \(taken.kind)") }
      do {
        try await JSONDecoder().decode(kind, from: Data(taken.payload.utf8)).run(in: world)
        try await world.finish(taken)
      } catch {
        world.log.warning("job failed", metadata: ["kind": "\(taken.kind)", "job": "\(taken.id)", "attempt": "\(taken.attempts)", "error": "\(error)"])
        try await world.postpone(taken, retries: kind.retries, because: error)
      }
    } catch {
      // The lease brings the job back when the database answers again.
      world.log.error("job could not be put back", metadata: ["kind": "\(taken.kind)", "job": "\(taken.id)", "error": "\(error)"])
    }
  }
}
