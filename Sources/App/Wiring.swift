import Desk
import Hummingbird
import Storage

/// Builds the schema and the router from the features. Tests call it too.
package enum Wiring {
  /// Every step of every feature: the order of the features is the order of their tables.
  package static func schema(of features: [any Feature.Type]) -> [Migration] { features.flatMap { $0.schema } }

  package static func router(_ world: World) -> (Router<DeskContext>, [Routes.Declared]) {
    let router = Router(context: DeskContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: RequestMiddleware(world: world))
    router.add(middleware: AssetMiddleware(world: world))
    router.add(middleware: SessionMiddleware(world: world))
    router.add(middleware: SetupMiddleware(world: world))
    let routes = Routes(world: world, router: router)
    for feature in world.features { feature.routes(routes) }
    return (router, routes.declared)
  }
}

extension Wiring {
  /// What a commit of any process tells this one: browsers hear of changes, the runner of new jobs.
  package static func connectSignals(
    _ world: World, runner: JobRunner?, heard: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws {
    try await world.store.onSignal { text in
      let (topic, rest) = split(text)
      if topic == "jobs" {
        runner?.poke()
      } else if text == Signal.missed {
        runner?.poke()
        world.live.refetch()
      } else {
        world.live.hear(topic: topic, kind: rest, now: world.now())
      }
      heard(text)
    }
  }

  private static func split(_ text: String) -> (String, String) {
    let halves = text.split(separator: " ", maxSplits: 1)
    return (String(halves.first ?? ""), halves.count > 1 ? String(halves[1]) : "")
  }
}
