import Hummingbird
import Secrets
import Web

extension HTTPField.Name {
  fileprivate static var etag: Self { .init("ETag")! }
  fileprivate static var ifNoneMatch: Self { .init("If-None-Match")! }
}

extension Visit {
  /// A part of a page for a module that asks often. It may have the same already: then it is told so and nothing is sent. The tag is of what
  /// is shown, so it holds for this reader alone.
  package func fragment(_ html: HTML) -> Response {
    let tag = "W/\"\(SHA256.hexOf(html.source).prefix(20))\""
    var headers: HTTPFields = [.etag: tag, .vary: "HX-Request, HX-Target"]
    guard request.headers[.ifNoneMatch] == tag else { return html.response(status: .ok, headers: headers) }
    headers[.cacheControl] = "no-store"
    return Response(status: .notModified, headers: headers)
  }
}
