import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// How slowly a request may come in. Whoever drips a body octet by octet holds a connection for ever, and thousands of them hold the
/// desk; whoever sends photos over a bad mobile network is slow as well, but gets on.
package struct RequestPatience: Sendable {
  /// How long a connection may be silent, a header may take, and a body may take whatever its size. Seconds.
  package var seconds: Int
  /// Octets a second that a body must reach on average in the time after that.
  package var rate: Int

  package init(seconds: Int, rate: Int) {
    self.seconds = seconds
    self.rate = rate
  }

  /// How long a body may have taken by now.
  func allowance(received: Int) -> TimeAmount { .seconds(Int64(seconds)) + .milliseconds(Int64(received) * 1000 / Int64(rate)) }

  /// A connection that listens by HTTP/1.1 and loses patience.
  package var server: HTTPServerBuilder {
    let patience = self
    return .http1(
      configuration: .init(additionalChannelHandlers: [RequestPace(patience)], idleTimeout: .seconds(Int64(seconds))))
  }
}

/// Ends requests whose body comes in more slowly than patience allows. The time that a header takes is the connection's idle time.
final class RequestPace: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let patience: RequestPatience
  private var began: NIODeadline?
  private var received = 0
  private var isAnswered = false
  private var look: Scheduled<Void>?

  init(_ patience: RequestPatience) { self.patience = patience }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: (began, received, isAnswered) = (.now(), 0, false)
    case .body(let bytes): received += bytes.readableBytes
    case .end: end()
    }
    context.fireChannelRead(data)
  }

  /// Most requests are here as a whole by now, and need no timer.
  func channelReadComplete(context: ChannelHandlerContext) {
    if began != nil, look == nil { wait(context, patience.allowance(received: received)) }
    context.fireChannelReadComplete()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    isAnswered = true
    context.write(data, promise: promise)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  private func end() {
    began = nil
    look?.cancel()
    look = nil
  }

  private func wait(_ context: ChannelHandlerContext, _ time: TimeAmount) {
    look = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in self?.check(context) }
  }

  private func check(_ context: ChannelHandlerContext) {
    look = nil
    guard let began else { return }
    let left = began + patience.allowance(received: received) - .now()
    if left > .nanoseconds(0) { return wait(context, left) }
    end()
    guard !isAnswered else { return context.close(promise: nil) }
    let head = HTTPResponse(status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }
}
