import Hummingbird

/// What a request carries through the router: its session, found once by the middleware.
package struct DeskContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  package var session: Session?
  /// Unique in the log and shown on error pages.
  package var requestID = ""
  /// The peer's address, or the one that a configured proxy tells.
  package var address: String
  /// What the desk says of itself, read together with the session.
  package var profile = DeskProfile.unknown

  let afterwards = Afterwards()

  package init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? ""
  }
}
