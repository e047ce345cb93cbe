import Web

struct SignInPage: Page {
  var email = ""
  var next = LocalPath.home
  /// Whoever comes from the link in the mail has a new password.
  var hasNewPassword = false
  /// Why the last try failed.
  var refusal: String?

  var layout: PageLayout { .plain }
  func title(_ t: Words) -> String { t("signIn.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let content: HTML = """
      \(if: hasNewPassword, "<div class=\"banner banner-ok\" role=\"status\"><span class=\"banner-text\">\(t("signIn.changed"))</span></div>")
      \(refusal.map(banner))
      <form class="form" method="post" action="/sign-in">
        <input type="hidden" name="next" value="\(next)">
        <div class="field"><label class="field-label" for="email">\(t("signIn.email"))</label><input class="input" id="email" name="email" \
      type="email" autocomplete="username" inputmode="email" value="\(email)" required\(if: email.isEmpty, " autofocus")></div>
        <div class="field"><label class="field-label" for="password">\(t("signIn.password"))</label><input class="input" id="password" \
      name="password" type="password" autocomplete="current-password" required\(if: !email.isEmpty, " autofocus")></div>
        <button class="button button-primary button-wide">\(t("signIn.submit"))</button>
      </form>
      <p><a href="/sign-in/forgotten">\(t("signIn.forgottenLink"))</a></p>
      """
    let foot = Gate.usualFoot(t, LanguageLinks(path: "/sign-in", next: next))
    return Gate(title: title(t), content: content, foot: foot).html(frame)
  }

  private func banner(_ text: String) -> HTML {
    "<div class=\"banner banner-late\" role=\"alert\"><span class=\"banner-text\">\(text)</span></div>"
  }
}

/// The other languages of the interface, before anybody is signed in.
struct LanguageLinks {
  let path: String
  var next: String?

  func html(_ t: Words) -> HTML {
    "\(each: Language.allCases.filter { $0 != t.language }, link(t))"
  }

  private func link(_ t: Words) -> (Language) -> HTML {
    { language in
      let rest = next.map { "&next=\(URLText.query($0))" } ?? ""
      let code = language.rawValue
      return "<a href=\"\(path)?language=\(code)\(rest)\" lang=\"\(code)\" hreflang=\"\(code)\">\(t("language.\(code)"))</a>"
    }
  }
}
