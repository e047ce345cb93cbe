import Web

/// What went wrong, in one sentence, with the number under which the log knows it.
struct ErrorPage: Page {
  let status: Int
  let message: String
  let requestID: String
  let isSignedIn: Bool
  /// What was typed, when it can be sent again.
  var again: Resubmission?
  /// Nobody is signed in who could do it.
  var wantsSignIn = false

  var layout: PageLayout { isSignedIn ? .desk : .plain }
  func title(_ t: Words) -> String { message }
  func body(_ frame: Frame) -> HTML {
    isSignedIn ? fragment(frame.t) : "<div class=\"gate\"><main class=\"gate-card\">\(fragment(frame.t))</main></div>"
  }

  func fragment(_ t: Words) -> HTML {
    """
    <section class="failure" role="alert">
    <p class="failure-code">\(status)</p><h1>\(message)</h1>
    \(again.map { $0.html(t) } ?? ways(t))
    <p class="failure-id">\(t("error.request", ["id": requestID]))</p>
    </section>
    """
  }

  private func ways(_ t: Words) -> HTML {
    if wantsSignIn {
      return "<div class=\"button-row\"><a class=\"button button-primary\" href=\"/sign-in\">\(t("error.signIn"))</a></div>"
    }
    let back: HTML = isSignedIn ? "<button class=\"button js-only\" type=\"button\" data-back>\(t("error.back"))</button>" : .empty
    return "<div class=\"button-row\"><a class=\"button button-primary\" href=\"/\">\(t("error.home"))</a>\(back)</div>"
  }
}
