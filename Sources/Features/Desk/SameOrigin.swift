import Hummingbird
import Secrets
import Web

/// Against requests that another site makes a browser send: the browser's own word, then the form's token.
enum SameOrigin {
  static func check(_ request: Request) throws {
    if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!] {
      guard site == "same-origin" || site == "none" else { throw Refusal.forbidden(nil) }
      return
    }
    if let origin = request.headers[.origin] {
      let host = origin.split(separator: "/").last.map(String.init)
      guard host == request.head.authority || host == request.headers[HTTPField.Name("Host")!] else { throw Refusal.forbidden(nil) }
    }
  }

  /// The token is sent as a field by plain forms and as a header by modules.
  static func checkToken(of form: Form, _ request: Request, session: Session) throws {
    let token = form.raw("csrf") ?? request.headers[HTTPField.Name("X-CSRF-Token")!] ?? ""
    guard constantTimeEqual(token, session.formToken) else { throw Refusal.invalid("", "error.formExpired") }
  }
}
