import Hummingbird
import Web

/// What has to happen before anything else: a fresh desk is set up, a password that somebody else chose is changed.
package struct SetupMiddleware: RouterMiddleware {
  package typealias Context = DeskContext
  let world: World

  package init(world: World) { self.world = world }

  package func handle(_ request: Request, context: DeskContext, next: (Request, DeskContext) async throws -> Response) async throws
    -> Response
  {
    guard let way = detour(of: request, context) else { return try await next(request, context) }
    if request.method == .get, request.headers[.hxRequest] != "true" { return Response(status: .seeOther, headers: [.location: way]) }
    return Response(status: .forbidden, headers: [.hxRedirect: way])
  }

  private func detour(of request: Request, _ context: DeskContext) -> String? {
    let path = request.uri.path
    if Self.machines.contains(path) { return nil }
    if !context.profile.isSetUp { return path == "/setup" ? nil : "/setup" }
    guard context.session?.agent.mustChangePassword ?? false else { return nil }
    return ["/profile/password", "/sign-out", "/sign-in"].contains(path) ? nil : "/profile/password"
  }

  /// What programs ask for, on a fresh desk too.
  private static let machines: Set<String> = ["/healthz", "/readyz", "/metrics", SecurityTxtRoutes.path]
}
