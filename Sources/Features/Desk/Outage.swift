import Hummingbird
import Storage
import Web

/// What keeps the desk from its work for a while and is nobody's mistake. The same request can be sent again later.
enum Outage {
  /// The disk is full, or may only be read.
  case full
  /// The database server does not answer.
  case away
  /// More waits than can be held.
  case busy

  init?(_ error: any Error) {
    switch error {
    case StorageError.cannotWrite: self = .full
    case let error as BlobError where error.isDiskFull: self = .full
    case StorageError.unreachable, StorageError.closed: self = .away
    case StorageError.overloaded: self = .busy
    default: return nil
    }
  }

  /// Seconds after which another try may be worth it; nobody knows when a disk is freed.
  private var pause: Int? { self == .full ? nil : 5 }

  var status: HTTPResponse.Status {
    self == .full ? .init(code: 507, reasonPhrase: "Insufficient Storage") : .serviceUnavailable
  }

  // words: error.cannotWrite error.unreachable error.overloaded
  var key: String {
    switch self {
    case .full: "error.cannotWrite"
    case .away: "error.unreachable"
    case .busy: "error.overloaded"
    }
  }

  func dressed(_ response: Response) -> Response {
    var response = response
    response.headers[.retryAfter] = pause.map(String.init)
    return response
  }
}

extension Visit {
  /// What was typed comes back with the error: browsers forget the fields of pages that they may not store.
  func response(to outage: Outage, because error: any Error) throws -> Response {
    world.log.critical("a request could not be done", metadata: ["id": "\(context.requestID)", "error": "\(error)"])
    if wantsJSON || target == "none" {
      var response = try json(
        ["type": "about:blank", "status": outage.status.code, "code": "outage", "title": t(outage.key), "request": context.requestID],
        status: outage.status)
      response.headers[.contentType] = "application/problem+json"
      return outage.dressed(response)
    }
    let again = session == nil || request.method != .post ? nil : Resubmission(form, to: request.uri.path)
    let page = ErrorPage(
      status: outage.status.code, message: t(outage.key), requestID: context.requestID, isSignedIn: session != nil, again: again)
    return outage.dressed(
      isFragment ? page.fragment(t).response(status: outage.status) : self.page(page).response(status: outage.status))
  }
}
