import Foundation
import Hummingbird
import Web

/// A refusal that was thrown before there was a `Visit` to dress it.
struct DressedRefusal: Error {
  let refusal: Refusal
  let words: Words
}

extension Refusal {
  package var status: HTTPResponse.Status {
    switch self {
    case .notFound: .notFound
    case .forbidden: .forbidden
    case .invalid: .unprocessableContent
    case .conflict: .conflict
    }
  }

  /// Stable for programs; the sentence beside it is for people.
  var code: String {
    switch self {
    case .notFound: "not_found"
    case .forbidden: "forbidden"
    case .invalid: "invalid"
    case .conflict: "conflict"
    }
  }

  /// One sentence for people.
  package func message(_ t: Words) -> String {
    switch self {
    case .notFound: t("error.notFound")
    case .forbidden: t("error.forbidden")
    case .invalid(let problems): problems.map { t($0.key, $0.values) }.joined(separator: " ")
    case .conflict(let key): t(key)
    }
  }
}

extension Visit {
  /// The one place where a refusal becomes HTTP. Forms that show their own errors catch `.invalid` before.
  func response(to refusal: Refusal) throws -> Response {
    if case .forbidden = refusal, session == nil, !isFragment, !wantsJSON, request.method == .get {
      return redirect(to: "/sign-in?next=\(request.uri.string.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")")
    }
    let status =
      session == nil && refusal.status == .forbidden && (isFragment || wantsJSON) ? HTTPResponse.Status.unauthorized : refusal.status
    // A control that saves by itself has no place for a page; it tells the sentence.
    if wantsJSON || target == "none" { return try problem(refusal, status: status) }
    let isOver = session == nil && refusal.status == .forbidden
    let page = ErrorPage(
      status: status.code, message: isOver ? t("error.sessionOver") : refusal.message(t), requestID: context.requestID,
      isSignedIn: session != nil, wantsSignIn: isOver)
    return isFragment ? page.fragment(t).response(status: status) : self.page(page).response(status: status)
  }

  /// RFC 9457 problem details.
  private func problem(_ refusal: Refusal, status: HTTPResponse.Status) throws -> Response {
    var object: [String: Any] = [
      "type": "about:blank", "status": status.code, "code": refusal.code, "title": refusal.message(t), "request": context.requestID,
    ]
    if case .invalid(let problems) = refusal {
      object["fields"] = Dictionary(problems.map { ($0.field, t($0.key, $0.values)) }, uniquingKeysWith: { first, _ in first })
    }
    var response = try json(object, status: status)
    response.headers[.contentType] = "application/problem+json"
    return response
  }
}
