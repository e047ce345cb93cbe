import Hummingbird
import Secrets
import Web

/// Asks for the address to which a link for a new password goes.
struct ForgottenPasswordPage: Page {
  /// Links in mails need to know where the desk is reached; without it only an administrator helps.
  let canMail: Bool
  var isSent = false
  var typed = ""
  /// Seconds.
  var mustWait: Int64 = 0
  var refused: RefusedForm?

  var layout: PageLayout { .plain }
  func title(_ t: Words) -> String { t("signIn.forgottenTitle") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let content = isSent ? sent(t) : canMail ? form(frame) : "<p>\(t("signIn.forgotten"))</p>"
    return outside(content, languages: LanguageLinks(path: "/sign-in/forgotten"), frame)
  }

  private func sent(_ t: Words) -> HTML { "<p role=\"status\">\(t("signIn.linkSent"))</p>" }

  private func form(_ frame: Frame) -> HTML {
    let form = FormView(frame, ["email": [typed]], refused: refused)
    return """
      \(if: mustWait > 0, "<p role=\"alert\">\(frame.t("signIn.wait", count: Int(mustWait)))</p>")<p>\(frame.t("signIn.forgottenAbout"))</p>
      <form class="form" method="post" action="/sign-in/forgotten">
      \(form.input("email", frame.t("signIn.email"), type: "email", autocomplete: "username"))
      <button class="button button-primary button-wide">\(frame.t("signIn.sendLink"))</button></form>
      """
  }
}

/// Where the link leads: a new password, or the news that the link is used up.
struct NewPasswordPage: Page {
  /// `nil`: the link is good no more.
  let email: String?
  let token: String
  var refused: RefusedForm?

  var layout: PageLayout { .plain }
  func title(_ t: Words) -> String { t("profile.newPassword") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    guard let email else {
      return outside(
        "<p role=\"alert\">\(t("signIn.linkOver"))</p><p><a href=\"/sign-in/forgotten\">\(t("signIn.askAgain"))</a></p>", frame)
    }
    let form = FormView(frame, refused: refused)
    let content: HTML = """
      <form class="form" method="post" action="/sign-in/reset">\(form.banner)<input type="hidden" name="token" value="\(token)">
      <input type="hidden" name="username" autocomplete="username" value="\(email)">
      \(form.input("new", t("profile.newPassword"), type: "password", hint: t("people.passwordHint"), autocomplete: "new-password"))
      <button class="button button-primary button-wide">\(t("profile.changePassword"))</button></form>
      """
    return outside(content, frame)
  }
}

extension Page {
  /// With the way back to signing in.
  fileprivate func outside(_ content: HTML, languages: LanguageLinks? = nil, _ frame: Frame) -> HTML {
    let back: HTML = "<p><a href=\"/sign-in\">\(frame.t("signIn.back"))</a></p>"
    return Gate(title: title(frame.t), content: "\(content)\(back)", foot: Gate.usualFoot(frame.t, languages)).html(frame)
  }
}

enum PasswordResetRoutes {
  static func add(to routes: Routes) {
    routes.get("sign-in/forgotten", .anyone) { visit in
      if let chosen = visit.query("language").flatMap(Language.init(rawValue:)) {
        return visit.choose(chosen, backTo: "/sign-in/forgotten")
      }
      return visit.page(ForgottenPasswordPage(canMail: try await canMail(visit))).response(status: .ok)
    }
    routes.post("sign-in/forgotten", .anyone) { try await ask($0) }
    routes.get("sign-in/reset", .anyone) { visit in try await page(visit, token: visit.query("token") ?? "", refused: nil) }
    routes.post("sign-in/reset", .anyone) { visit in
      let token = visit.form.raw("token") ?? ""
      return try await visit.submit {
        let new = Secret(visit.form.raw("new") ?? "")
        try PasswordChange.check(new, field: "new")
        guard let link = PasswordLink(token: token), try await email(link, visit) != nil else {
          throw Refusal.invalid("", "signIn.linkOver")
        }
        let hash = await visit.world.passwords.hash(new)
        try await visit.world.write { try link.use(hash, in: $0) }
        return visit.redirect(to: "/sign-in?changed=1")
      } refused: {
        try await page(visit, token: token, refused: $0)
      }
    }
  }

  /// A link leads to an address that the settings tell, and leaves by a mailbox: without either no letter is promised.
  private static func canMail(_ visit: Visit) async throws -> Bool {
    guard visit.world.address != nil else { return false }
    let features = visit.world.features
    return try await visit.world.read { db in try features.contains { try $0.canMail(db) } }
  }

  private static func ask(_ visit: Visit) async throws -> Response {
    let canMail = try await canMail(visit)
    return try await visit.submit {
      let (email, address) = (visit.form.text("email"), visit.context.address)
      guard EmailAddress.isPlausible(email), email.utf8.count <= 254 else { throw Refusal.invalid("email", "error.emailInvalid") }
      let wait = canMail ? try await visit.world.write { try ForgottenPassword.ask(email, from: address, in: $0) } : 0
      guard wait == 0 else {
        let page = ForgottenPasswordPage(canMail: canMail, typed: email, mustWait: wait)
        return visit.page(page).response(status: .tooManyRequests, headers: [.retryAfter: String(wait)])
      }
      return visit.page(ForgottenPasswordPage(canMail: canMail, isSent: canMail)).response(status: .ok)
    } refused: {
      visit.page(ForgottenPasswordPage(canMail: canMail, refused: $0)).response(status: $0.status)
    }
  }

  private static func page(_ visit: Visit, token: String, refused: RefusedForm?) async throws -> Response {
    var found: String?
    if let link = PasswordLink(token: token) { found = try await email(link, visit) }
    let page = NewPasswordPage(email: found, token: token, refused: refused)
    let headers: HTTPFields = [.cacheControl: "no-store"]
    return visit.page(page).response(status: refused?.status ?? (found == nil ? .gone : .ok), headers: headers)
  }

  private static func email(_ link: PasswordLink, _ visit: Visit) async throws -> String? {
    let (now, keys) = (visit.now, visit.world.keys)
    return try await visit.world.read { db in try link.email(now: now, keys: keys, in: db) }
  }
}
