import Foundation
import Hummingbird
import Logging
import Secrets
import Storage
import Web

/// Around every request: an id, a line in the log, headers that protect, and an error page for what nobody caught.
package struct RequestMiddleware: RouterMiddleware {
  package typealias Context = DeskContext
  let world: World

  package init(world: World) { self.world = world }

  package func handle(
    _ request: Request, context: DeskContext, next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.requestID = Random.publicID()
    context.address = ClientAddress.of(request, peer: context.address, behind: world.edge.trustedProxies)
    let began = ContinuousClock.now  // measures: how long the answer took
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = try Failure(error: error, world: world, context: context).response(to: request)
    }
    ProtectiveHeaders.add(to: &response, world: world)
    try await PageCompression.apply(to: &response, for: request)
    context.afterwards.follow(&response, in: world)
    response.headers[HTTPField.Name("X-Request-Id")!] = context.requestID
    note(response.status.code, of: request, in: context, took: began.duration(to: .now))  // measures: the same
    return response
  }

  /// In the log and in the metrics. What machines ask every few seconds is worth no line.
  private func note(_ status: Int, of request: Request, in context: DeskContext, took: Duration) {
    let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
    let route = context.endpointPath ?? (request.uri.path.hasPrefix("/assets/") ? "/assets" : "none")
    world.metrics.count(method: request.method.rawValue, route: route, status: status, seconds: seconds)
    let level: Logger.Level = Self.quiet.contains(route) ? .debug : .info
    world.log.log(
      level: level, "request",
      metadata: [
        "id": "\(context.requestID)", "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "status": "\(status)",
        "ms": "\(Int(seconds * 1000))", "address": "\(context.address)",
      ])
  }

  private static let quiet: Set<String> = ["/healthz", "/readyz", "/metrics", "/assets"]
}

/// What nobody caught, told without details; the log has them under the request's id.
struct Failure {
  let error: any Error
  let world: World
  let context: DeskContext

  func response(to request: Request) throws -> Response {
    let words = world.translations[Language.preferred(request.headers[.acceptLanguage]) ?? context.profile.language]
    if let outage = Outage(error) { return try visit(request, words: words).response(to: outage, because: error) }
    switch error {
    case let dressed as DressedRefusal:
      return try visit(request, words: dressed.words).response(to: dressed.refusal)
    case let error as HTTPError where error.status == .notFound:
      return try visit(request, words: words).response(to: .notFound)
    case let error as HTTPError:
      return page(status: error.status, key: "error.badRequest", words)
    default:
      world.log.error("request failed", metadata: ["id": "\(context.requestID)", "path": "\(request.uri.path)", "error": "\(error)"])
      return page(status: .internalServerError, key: "error.internal", words)
    }
  }

  private func page(status: HTTPResponse.Status, key: String, _ words: Words) -> Response {
    let page = ErrorPage(status: status.code, message: words(key), requestID: context.requestID, isSignedIn: context.session != nil)
    return visit(nil, words: words).page(page).response(status: status)
  }

  private func visit(_ request: Request?, words: Words) -> Visit {
    let request = request ?? Request(head: .init(method: .get, scheme: nil, authority: nil, path: "/"), body: .init(buffer: ByteBuffer()))
    return Visit(request: request, context: context, world: world, words: words)
  }
}

enum ProtectiveHeaders {
  static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    """

  static func add(to response: inout Response, world: World) {
    func set(_ name: HTTPField.Name, _ value: String) { if response.headers[name] == nil { response.headers[name] = value } }
    set(.contentSecurityPolicy, policy)
    set(.xContentTypeOptions, "nosniff")
    set(HTTPField.Name("Referrer-Policy")!, "same-origin")
    set(HTTPField.Name("Cross-Origin-Opener-Policy")!, "same-origin")
    if world.isSecure { set(HTTPField.Name("Strict-Transport-Security")!, "max-age=31536000") }
    // Whatever may be kept says so itself.
    set(.cacheControl, "no-store")
  }
}
