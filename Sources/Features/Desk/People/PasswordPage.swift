import Web

struct PasswordPage: Page {
  /// Somebody else chose the present one.
  let isDemanded: Bool
  let refused: RefusedForm?

  var layout: PageLayout { isDemanded ? .plain : .desk }
  func title(_ t: Words) -> String { t("profile.changePassword") }

  func body(_ frame: Frame) -> HTML { isDemanded ? gate(frame) : page(frame) }

  private func page(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page"><nav class="breadcrumbs" aria-label="\(t("nav.where"))"><ol><li><a href="/profile">\(t("profile.title"))</a></li>\
      <li aria-current="page">\(title(t))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(form(frame, classes: "card form"))</div>
      """
  }

  private func gate(_ frame: Frame) -> HTML {
    let t = frame.t
    let out: HTML = "<form method=\"post\" action=\"/sign-out\">\(frame.csrf)<button>\(t("nav.signOut"))</button></form>"
    let content: HTML = "<p>\(t("profile.passwordDemanded"))</p>\(form(frame, classes: "form"))"
    return Gate(title: title(t), content: content, foot: out).html(frame)
  }

  private func form(_ frame: Frame, classes: String) -> HTML {
    let t = frame.t
    let form = FormView(frame, [:], refused: refused)
    return """
      <form class="\(classes)" method="post" action="/profile/password">\(form.hidden)\(form.banner)
      <input type="hidden" name="username" autocomplete="username" value="\(frame.agent?.email ?? "")">
      \(form.input("old", t("profile.oldPassword"), type: "password", autocomplete: "current-password"))
      \(form.input("new", t("profile.newPassword"), type: "password", hint: t("people.passwordHint"), autocomplete: "new-password"))
      <div class="form-actions"><button class="button button-primary">\(t("profile.changePassword"))</button></div>
      </form>
      """
  }
}
