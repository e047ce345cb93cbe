import Hummingbird
import Logging
import Storage

/// Finds out once who asks, and what the desk is called.
package struct SessionMiddleware: RouterMiddleware {
  package typealias Context = DeskContext
  let world: World

  /// For machines, which have no session: they must be answered when the database is not there, too.
  private static let machinePaths: Set<String> = ["/healthz", "/readyz", "/metrics"]

  package init(world: World) { self.world = world }

  package func handle(
    _ request: Request, context: DeskContext, next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    if Self.machinePaths.contains(request.uri.path) { return try await next(request, context) }
    var context = context
    let token = request.cookies[Session.cookie]?.value
    let (world, now) = (world, world.now())
    let found = try await world.read { db in
      (try DeskProfile.load(in: db), try token.flatMap { try Session.find($0, keys: world.keys, now: now, in: db) })
    }
    context.profile = found.0
    context.session = found.1?.0
    if let (session, isStale) = found.1, isStale { await touch(session) }
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound && context.session != nil {
      // No route: nobody further in knew who asks, and the page is to look like all others.
      let words = world.translations[Visit.language(request, context)]
      return try Visit(request: request, context: context, world: world, words: words).response(to: .notFound)
    }
  }

  /// On a full disk nothing can be written, but pages can be read all the same.
  private func touch(_ session: Session) async {
    do {
      try await world.write { try Session.touch(session.id, in: $0) }
    } catch {
      world.log.error("the use of a session could not be written down", metadata: ["error": "\(error)"])
    }
  }
}
