import Hummingbird
import Web

/// One stream a browser. Signals only: topics that changed, no contents, so that rights are checked when a browser fetches.
/// A browser that comes back with the id of its last signal (`Last-Event-ID`, or `?after=`) gets what it missed, or the event
/// `refetch` when that is not known any more.
enum LiveRoutes {
  static func add(to routes: Routes) {
    routes.get("live", .signedIn) { visit in
      guard let session = visit.session else { throw Refusal.forbidden(nil) }
      let live = visit.world.live
      let last = visit.request.headers[HTTPField.Name("Last-Event-ID")!] ?? visit.query("after")
      guard let (stream, missed) = live.listen(as: session, after: last) else {
        return Response(status: .serviceUnavailable, headers: [.retryAfter: "20"])
      }
      let request = visit.request
      let body = ResponseBody { writer in
        try await writer.write(ByteBuffer(string: "retry: 2000\n: hello\n\n" + opening(missed, of: live)))
        try await request.body.consumeWithCancellationOnInboundClose { _ in
          for await item in stream { try await writer.write(ByteBuffer(string: text(item, of: live))) }
        }
        try await writer.finish(nil)
      }
      return Response(
        status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store", HTTPField.Name("X-Accel-Buffering")!: "no"],
        body: body)
    }
  }

  private static func opening(_ missed: LiveHub.Missed, of live: LiveHub) -> String {
    switch missed {
    case .nothing: ""
    case .signals(let signals): signals.map { text(.signal($0), of: live) }.joined()
    case .unknown: "event: refetch\ndata: {}\n\n"
    }
  }

  /// Topics and kinds are words of the program: nothing in them needs escaping.
  private static func text(_ item: LiveHub.Item, of live: LiveHub) -> String {
    switch item {
    case .ping: ": ping\n\n"
    case .signal(let signal): "id: \(live.name(of: signal))\ndata: {\"t\":\"\(signal.topic)\",\"k\":\"\(signal.kind)\"}\n\n"
    }
  }
}
