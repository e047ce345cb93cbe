import Web

struct ErrorPage: Page {
  let status: Int
  let message: String
  let requestID: String

  func title(_ t: Words) -> String { message }

  func body(_ frame: Frame) -> HTML { fragment(frame.t) }

  func fragment(_ t: Words) -> HTML {
    """
    <section class="error-page" role="alert">
      <p class="error-page__status">\(status)</p>
      <h1>\(message)</h1>
      <p class="muted">\(t("error.request", ["id": requestID]))</p>
      <p><a class="btn" href="/tickets">\(t("error.home"))</a></p>
    </section>
    """
  }
}
