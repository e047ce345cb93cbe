import Foundation
import Hummingbird
import Web

/// Who may use a route. Declared with the route itself: there is no route without one.
package enum Access: Sendable, Equatable {
  /// Anybody, signed in or not.
  case anyone
  /// Anybody, while the desk has no administrator yet.
  case setup
  case signedIn
  case right(Right)
}

/// The list of everything that the program answers to. Features declare their routes here; the matrix test reads the list.
package final class Routes {
  package struct Declared: Sendable {
    package let method: String
    package let path: String
    package let access: Access
  }
  package typealias Handler = @Sendable (Visit) async throws -> any ResponseGenerator

  package let world: World
  private let router: Router<DeskContext>
  package private(set) var declared: [Declared] = []

  package init(world: World, router: Router<DeskContext>) {
    self.world = world
    self.router = router
  }

  package func get(_ path: String, _ access: Access, _ handler: @escaping Handler) { on(.get, path, access, Visit.bodyLimit, handler) }
  package func post(_ path: String, _ access: Access, upTo limit: Int = Visit.bodyLimit, _ handler: @escaping Handler) {
    on(.post, path, access, limit, handler)
  }
  package func put(_ path: String, _ access: Access, _ handler: @escaping Handler) { on(.put, path, access, Visit.bodyLimit, handler) }
  package func delete(_ path: String, _ access: Access, _ handler: @escaping Handler) {
    on(.delete, path, access, Visit.bodyLimit, handler)
  }

  private func on(_ method: HTTPRequest.Method, _ path: String, _ access: Access, _ limit: Int, _ handler: @escaping Handler) {
    declared.append(Declared(method: method.rawValue, path: path, access: access))
    let answer: @Sendable (Request, DeskContext) async throws -> Response = { [world] request, context in
      do {
        let visit = try await Visit(request: request, context: context, world: world, access: access, bodyLimit: limit)
        do {
          return try await handler(visit).response(from: request, context: context)
        } catch let refusal as Refusal {
          return try visit.response(to: refusal)
        } catch {
          guard let outage = Outage(error) else { throw error }
          return try visit.response(to: outage, because: error)
        }
      } catch let dressed as DressedRefusal {
        // Here the session is known still: somebody signed in is told "no", and not sent to sign in.
        return try Visit(request: request, context: context, world: world, words: dressed.words).response(to: dressed.refusal)
      }
    }
    router.on(RouterPath(path), method: method, use: answer)
    // Plain forms know only GET and POST: `DELETE /tickets/7/closure` is `POST /tickets/7/closure/delete` for them.
    if method == .delete { router.on(RouterPath(path + "/delete"), method: .post, use: answer) }
  }
}
