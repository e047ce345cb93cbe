import Logging
import ServiceLifecycle
import Storage

/// Looks once a minute whether everything is well, so that what is stuck is seen before somebody misses a ticket.
package struct HealthKeeper: Service {
  static let pause = Duration.seconds(60)
  private let world: World

  package init(world: World) { self.world = world }

  /// Not at once: after a start mail has not been looked into yet.
  package func run() async throws {
    while true {
      // Cancelled when the program stops: what follows sees it.
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
      if Task.isShuttingDownGracefully || Task.isCancelled { return }
      await look()
    }
  }

  /// Shown first: on a full disk nothing can be written down.
  package func look() async {
    let found = await Readiness.checks(of: world, now: world.now()).compactMap(\.ailment)
    world.health.show(found)
    do {
      guard try await world.read({ try Ailment.open(in: $0) }) != Set(found.map(\.name)) else { return }
      try await world.write { try Ailment.note(found, in: $0) }
    } catch {
      world.log.error("what is not well could not be written down", metadata: ["error": "\(error)"])
    }
  }
}
