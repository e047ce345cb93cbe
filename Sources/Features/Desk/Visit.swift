import Foundation
import Hummingbird
import Web

/// One request on its way through a handler: who asks, in which language, with which form.
package struct Visit: Sendable {
  /// Forms without files; routes that take files say how much they take.
  package static let bodyLimit = 2 << 20

  package let world: World
  package let request: Request
  package let context: DeskContext
  package let t: Words
  package let form: Form
  package let now: Instant

  init(request: Request, context: DeskContext, world: World, access: Access, bodyLimit: Int) async throws {
    self.world = world
    self.context = context
    now = world.now()
    t = world.translations[Self.language(request, context)]
    var request = request
    do {
      try Self.admit(context, access)
      if request.method == .get || request.method == .head {
        form = Form()
      } else {
        try SameOrigin.check(request)
        form = try await Form.read(&request, limit: bodyLimit)
        if let session = context.session { try SameOrigin.checkToken(of: form, request, session: session) }
      }
    } catch let refusal as Refusal {
      throw DressedRefusal(refusal: refusal, words: t)
    } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
      throw DressedRefusal(refusal: .invalid("", "error.bodyTooLarge", ["limit": String(bodyLimit >> 20)]), words: t)
    }
    self.request = request
  }

  /// For answers to requests that never became a visit.
  init(request: Request, context: DeskContext, world: World, words: Words) {
    self.request = request
    self.context = context
    self.world = world
    t = words
    form = Form()
    now = world.now()
  }

  /// The signed-in employee. Routes that are open to anyone have none.
  package var agent: Agent {
    get throws {
      guard let session = context.session else { throw Refusal.forbidden(nil) }
      return session.agent
    }
  }
  package var session: Session? { context.session }
  package var profile: DeskProfile { context.profile }
  package var timeZone: String { session?.agent.preferences.timeZone ?? profile.timeZone }

  package func parameter(_ name: String) throws -> String {
    // Nothing that is kept has a NUL in its name, and no engine looks for one.
    guard let value = context.parameters.get(name), !value.utf8.contains(0) else { throw Refusal.notFound }
    return value
  }
  /// A number in the path; anything else is simply not there.
  package func number(_ name: String) throws -> Int64 {
    guard let value = Int64(try parameter(name)), value > 0 else { throw Refusal.notFound }
    return value
  }
  /// What the address asks for, read as a form is: browsers write a space as "+".
  package var asked: Form { Form(urlEncoded: request.uri.query ?? "") }
  package func query(_ name: String) -> String? { asked.raw(name) }
  /// htmx asks for a part of the page; `target` is the id of the element that it will put the answer into.
  package var isFragment: Bool { request.headers[.hxRequest] == "true" }
  package var target: String? { request.headers[.hxTarget] }
  package var wantsJSON: Bool { request.headers[.accept]?.contains("application/json") ?? false }

  /// After a change: a page for plain forms, an instruction for htmx, nothing for modules that asked for JSON.
  package func redirect(to path: String) -> Response {
    if wantsJSON { return Response(status: .noContent, headers: [.location: path]) }
    if isFragment { return Response(status: .noContent, headers: [.hxRedirect: path]) }
    return Response(status: .seeOther, headers: [.location: path])
  }

  package func json(_ object: [String: Any], status: HTTPResponse.Status = .ok) throws -> Response {
    let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    return Response(
      status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: data)))
  }

  private static func admit(_ context: DeskContext, _ access: Access) throws {
    switch access {
    case .anyone: return
    case .setup: if context.profile.isSetUp { throw Refusal.notFound }
    case .signedIn: if context.session == nil { throw Refusal.forbidden(nil) }
    case .right(let right):
      guard let session = context.session else { throw Refusal.forbidden(nil) }
      try session.agent.require(right)
    }
  }

  static func language(_ request: Request, _ context: DeskContext) -> Language {
    if let session = context.session { return session.agent.preferences.language }
    if let chosen = request.cookies[languageCookie]?.value, let language = Language(rawValue: chosen) { return language }
    return Language.preferred(request.headers[.acceptLanguage]) ?? context.profile.language
  }
}

extension HTTPField.Name {
  package static var hxRequest: Self { .init("HX-Request")! }
  package static var hxTarget: Self { .init("HX-Target")! }
  package static var hxRedirect: Self { .init("HX-Redirect")! }
  package static var hxTrigger: Self { .init("HX-Trigger")! }
}
