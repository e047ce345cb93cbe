import Hummingbird
import Web

/// Files of the interface: outside of sessions and the database.
package struct AssetMiddleware: RouterMiddleware {
  package typealias Context = DeskContext
  let world: World

  package init(world: World) { self.world = world }

  package func handle(
    _ request: Request, context: DeskContext, next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    guard path.hasPrefix("/assets/"), request.method == .get || request.method == .head else { return try await next(request, context) }
    let pieces = path.dropFirst("/assets/".count).split(separator: "/", maxSplits: 1)
    guard pieces.count == 2,
      let response = world.assets.response(
        String(pieces[1]), accepting: request.headers[.acceptEncoding] ?? "", isCurrent: pieces[0] == world.assets.checksum[...])
    else { return Response(status: .notFound) }
    return response
  }
}
