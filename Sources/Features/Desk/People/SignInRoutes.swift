import Hummingbird
import Secrets
import Storage
import Web

enum SignInRoutes {
  static func add(to routes: Routes) {
    routes.get("sign-in", .anyone) { visit in
      let next = LocalPath.checked(visit.query("next"))
      if let chosen = visit.query("language").flatMap(Language.init(rawValue:)) {
        return visit.choose(chosen, backTo: "/sign-in", next: next)
      }
      if visit.session != nil { return visit.redirect(to: next) }
      return visit.page(SignInPage(next: next, hasNewPassword: visit.query("changed") != nil)).response(status: .ok)
    }
    routes.post("sign-in", .anyone) { try await signIn($0) }
    routes.post("sign-out", .anyone) { try await signOut($0) }
  }

  private static func signIn(_ visit: Visit) async throws -> Response {
    let (email, next) = (visit.form.text("email"), LocalPath.checked(visit.form.raw("next")))
    let password = String((visit.form.raw("password") ?? "").prefix(Password.longest))
    let attempt = SignIn(
      email: email, password: Secret(password), browserToken: visit.request.cookies[KnownBrowser.cookie]?.value,
      address: visit.context.address,
      userAgent: visit.request.headers[.userAgent] ?? "")
    switch try await attempt.run(in: visit.world) {
    case .welcome(let session, let browser, let mustChange):
      try await visit.endPresentSession()
      var response = visit.redirect(to: mustChange ? "/profile/password" : next)
      visit.set(Session.cookie, session, seconds: Session.absoluteLimit / 1000, in: &response)
      visit.set(KnownBrowser.cookie, browser, seconds: KnownBrowser.memory, path: "/sign-in", in: &response)
      return response
    case .wrong:
      return visit.page(SignInPage(email: email, next: next, refusal: visit.t("signIn.wrong"))).response(status: .unprocessableContent)
    case .wait(let seconds):
      let page = SignInPage(email: email, next: next, refusal: visit.t("signIn.wait", count: Int(seconds)))
      return visit.page(page).response(status: .tooManyRequests, headers: [.retryAfter: String(seconds)])
    }
  }

  private static func signOut(_ visit: Visit) async throws -> Response {
    try await visit.endPresentSession()
    var response = visit.redirect(to: "/sign-in")
    visit.set(Session.cookie, "", seconds: 0, in: &response)
    return response
  }
}

extension Visit {
  /// Signing in makes a new session; what the browser had before ends.
  fileprivate func endPresentSession() async throws {
    guard let session else { return }
    try await world.write { change in
      // Somebody else may have ended it a moment ago, which is just as well.
      _ = try Session.end("id = \(session.id)", in: change)
    }
  }

  package func set(_ name: String, _ value: String, seconds: Int64, path: String = "/", in response: inout Response) {
    let cookie = "\(name)=\(value); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(world.isSecure ? "; Secure" : "")"
    response.headers.append(HTTPField(name: .setCookie, value: cookie))
  }

  /// Remembers a language that a stranger chose.
  package func choose(_ language: Language, backTo path: String, next: String? = nil) -> Response {
    var response = redirect(to: next.map { "\(path)?next=\(URLText.query($0))" } ?? path)
    set(Self.languageCookie, language.rawValue, seconds: 365 * 24 * 3600, in: &response)
    return response
  }

  static let languageCookie = "otklik_language"
}
