import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Runs jobs: sleeps until the next one is due or until a commit says that there is a new one.
package final class JobRunner: Service {
  private let world: World
  private let kinds: [String: any Job.Type]
  private let workers: Int
  private let waker = Waker()
  private let isStopping = Mutex(false)

  /// - Parameter standIns: run in the place of the features' jobs of their kinds.
  package init(world: World, workers: Int = 4, standIns: [any Job.Type] = []) {
    self.world = world
    self.workers = workers
    let kinds = world.features.flatMap { $0.jobs }
    var named = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0) })
    for job in standIns { named[job.kind] = job }
    self.kinds = named
  }

  /// Called after every commit that added a job.
  package func poke() { waker.poke() }

  /// Told to stop, it takes no more jobs; those that run may end.
  package func run() async throws {
    await withGracefulShutdownHandler {
      await work()
    } onGracefulShutdown: {
      self.isStopping.withLock { $0 = true }
      self.poke()
    }
  }

  private func work() async {
    await withTaskGroup(of: Void.self) { group in
      let (places, freed) = AsyncStream.makeStream(of: Void.self)
      for _ in 0..<workers { freed.yield() }
      for await _ in places {
        guard let job = await next() else { break }
        group.addTask {
          await self.perform(job)
          freed.yield()
          // Its lane is free now, or it was set anew while it ran: nobody else tells.
          self.poke()
        }
      }
    }
  }

  /// Everything that is due now, one after another: what tests call instead of waiting.
  package func runDue() async throws {
    while let job = try await world.takeJob().job { await perform(job) }
  }

  /// The next job that is due, however long that takes; `nil` when the program stops.
  private func next() async -> TakenJob? {
    while !Task.isCancelled, !isStopping.withLock({ $0 }) {
      do {
        let (job, next) = try await world.takeJob()
        if let job { return job }
        await sleep(until: next)
      } catch {
        world.log.error("the jobs cannot be read", metadata: ["error": "\(error)"])
        await waker.sleep(milliseconds: 5_000)
      }
    }
    return nil
  }

  /// At most a minute: clocks can be set, and another node's jobs come without a signal on a broken connection.
  private func sleep(until next: Instant?) async {
    await waker.sleep(milliseconds: min(max((next?.milliseconds ?? .max / 2) - world.now().milliseconds, 5), 60_000))
  }

  private func perform(_ taken: TakenJob) async {
    let keeper = Task { await keep(taken) }
    defer { keeper.cancel() }
    do {
      guard let kind = kinds[taken.kind] else { throw GiveUp("no job of this program is called \(taken.kind)") }
      do {
        try await JSONDecoder().decode(kind, from: Data(taken.payload.utf8)).run(in: world)
        try await world.finish(taken)
      } catch {
        world.log.warning(
          "job failed", metadata: ["kind": "\(taken.kind)", "job": "\(taken.id)", "attempt": "\(taken.attempts)", "error": "\(error)"])
        try await world.postpone(taken, retries: kind.retries, because: error)
      }
    } catch {
      // The lease brings the job back when the database answers again.
      world.log.error("job could not be put back", metadata: ["kind": "\(taken.kind)", "job": "\(taken.id)", "error": "\(error)"])
    }
  }

  /// However long it runs, nobody else takes it: a letter on a slow line would leave twice.
  private func keep(_ taken: TakenJob) async {
    // The sleep fails when the job has ended.
    while (try? await Task.sleep(for: .milliseconds(World.lease / 5))) != nil {
      do {
        try await world.renewLease(of: taken)
      } catch {
        world.log.warning("lease not renewed", metadata: ["kind": "\(taken.kind)", "job": "\(taken.id)", "error": "\(error)"])
      }
    }
  }
}
