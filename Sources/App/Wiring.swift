import Desk
import Hummingbird
import Storage

/// Builds the schema and the router from the features. Tests call it too.
package enum Wiring {
  /// Every step of every feature: the order of the features is the order of their tables.
  package static func schema(of features: [any Feature.Type]) -> [Migration] { features.flatMap { $0.schema } }

  package static func router(_ world: World) -> (Router<DeskContext>, [Routes.Declared]) {
    let router = Router(context: DeskContext.self)
    router.add(middleware: RequestMiddleware(world: world))
    router.add(middleware: AssetMiddleware(world: world))
    router.add(middleware: SessionMiddleware(world: world))
    let routes = Routes(world: world, router: router)
    for feature in world.features { feature.routes(routes) }
    return (router, routes.declared)
  }
}
