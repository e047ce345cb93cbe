import Hummingbird
import Web

/// One stream a browser. Signals only: topics that changed, no contents, so that rights are checked when a browser fetches.
/// A browser that comes back with the id of its last signal (`Last-Event-ID`, or `?after=`) gets what it missed, or the event
/// `refetch` when that is not known any more. Each stream says `hello` with the id that it begins after.
enum LiveRoutes {
  static func add(to routes: Routes) {
    routes.get("live", .signedIn) { visit in
      guard let session = visit.session else { throw Refusal.forbidden(nil) }
      let live = visit.world.live
      let last = visit.request.headers[HTTPField.Name("Last-Event-ID")!] ?? visit.query("after")
      guard let (stream, missed, place) = live.listen(as: session, after: last) else {
        return Response(status: .serviceUnavailable, headers: [.retryAfter: "20"])
      }
      // It may have been ended just before this stream could be told.
      guard try await visit.world.read({ try Session.isOpen(session.id, in: $0) }) else { throw Refusal.forbidden(nil) }
      let feed = LiveFeed(world: visit.world, agent: session.agent)
      let request = visit.request
      let body = ResponseBody { writer in
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n" + feed.opening(missed, at: place)))
        try await request.body.consumeWithCancellationOnInboundClose { _ in
          for await item in stream {
            if let text = try await feed.text(of: item) { try await writer.write(ByteBuffer(string: text)) }
          }
        }
        try await writer.finish(nil)
      }
      return Response(
        status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store", HTTPField.Name("X-Accel-Buffering")!: "no"],
        body: body)
    }
  }
}

/// A stream's words, as far as they are for this reader.
struct LiveFeed: Sendable {
  let world: World
  let agent: Agent

  func opening(_ missed: LiveHub.Missed, at place: String) async throws -> String {
    var opening = ""
    switch missed {
    case .nothing: break
    case .signals(let signals): for signal in signals { opening += try await text(of: .signal(signal)) ?? "" }
    case .unknown: opening = Self.refetch
    }
    return opening + "id: \(place)\nevent: hello\ndata: {}\n\n"
  }

  private static let refetch = "event: refetch\ndata: {}\n\n"

  /// `nil` for what is not to be told. Topics and kinds are words of the program: nothing in them needs escaping.
  func text(of item: LiveHub.Item) async throws -> String? {
    switch item {
    case .ping: return ": ping\n\n"
    case .refetch: return Self.refetch
    case .signal(let signal):
      guard try await world.lets(agent, hear: signal.topic) else { return nil }
      return "id: \(world.live.name(of: signal))\ndata: {\"t\":\"\(signal.topic)\",\"k\":\"\(signal.kind)\"}\n\n"
    }
  }
}
