import Desk
import Hummingbird
import Storage

/// Builds the router from the features. Tests call it too.
package enum Wiring {
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
