import Hummingbird
import Web

/// One stream a browser. Signals only: topics that changed, no contents, so that rights are checked when a browser fetches.
enum LiveRoutes {
  /// A comment this often keeps proxies from closing a silent stream, and finds browsers that went.
  static let ping = Duration.seconds(15)

  static func add(to routes: Routes) {
    routes.get("live", .signedIn) { visit in
      guard let signals = visit.world.live.listen() else {
        return Response(status: .serviceUnavailable, headers: [.retryAfter: "20"])
      }
      let request = visit.request
      let body = ResponseBody { writer in
        try await request.body.consumeWithCancellationOnInboundClose { _ in
          try await write(signals, to: &writer)
        }
        try await writer.finish(nil)
      }
      return Response(
        status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store", HTTPField.Name("X-Accel-Buffering")!: "no"],
        body: body)
    }
  }

  private static func write(_ signals: AsyncStream<LiveHub.Signal>, to writer: inout any ResponseBodyWriter) async throws {
    try await writer.write(ByteBuffer(string: "retry: 2000\n: hello\n\n"))
    for await text in merged(signals) {
      try await writer.write(ByteBuffer(string: text))
    }
  }

  /// Signals with pings between them, until the program stops.
  private static func merged(_ signals: AsyncStream<LiveHub.Signal>) -> AsyncStream<String> {
    let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(LiveHub.buffer))
    let forward = Task {
      for await signal in signals.cancelOnGracefulShutdown() {
        continuation.yield("id: \(signal.id)\ndata: {\"t\":\"\(signal.topic)\",\"k\":\"\(signal.kind)\"}\n\n")
      }
      continuation.finish()
    }
    let pings = Task {
      while !Task.isCancelled {
        try await Task.sleep(for: ping)
        continuation.yield(": ping\n\n")
      }
    }
    continuation.onTermination = { _ in
      forward.cancel()
      pings.cancel()
    }
    return stream
  }
}
