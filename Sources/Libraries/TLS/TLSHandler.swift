import NIOCore

/// From here on the connection is encrypted. An outbound event, for `TLSHandler`.
package struct TLSBegin: Sendable {
  package var context: TLSContext
  /// The last words in the clear.
  package var farewell: ByteBuffer

  package init(_ context: TLSContext, farewell: ByteBuffer) {
    self.context = context
    self.farewell = farewell
  }
}

/// Passes everything on until `TLSBegin` comes, and encrypts from then on. The handshake's end is told by an empty buffer: whatever
/// was read before it was said in the clear, by anybody.
package final class TLSHandler: ChannelDuplexHandler {
  package typealias InboundIn = ByteBuffer
  package typealias InboundOut = ByteBuffer
  package typealias OutboundIn = ByteBuffer
  package typealias OutboundOut = ByteBuffer

  private var session: TLSSession?

  package init() {}

  package func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
    guard let begin = event as? TLSBegin else { return context.triggerUserOutboundEvent(event, promise: promise) }
    context.writeAndFlush(wrapOutboundOut(begin.farewell), promise: promise)
    session = TLSSession(begin.context)
  }

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let session else { return context.fireChannelRead(data) }
    let wasReady = session.isReady
    do {
      let said = try unwrapInboundIn(data).withUnsafeReadableBytes { try session.receive($0) }
      send(context)
      if !wasReady, session.isReady { context.fireChannelRead(wrapInboundOut(ByteBuffer())) }
      if !said.isEmpty { context.fireChannelRead(wrapInboundOut(context.channel.allocator.buffer(bytes: said))) }
    } catch {
      // The alert that tells the peer why.
      send(context)
      context.fireErrorCaught(error)
      context.close(promise: nil)
    }
  }

  package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard let session else { return context.write(data, promise: promise) }
    // In the middle of the handshake there is no way to say anything.
    guard session.isReady else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
    do {
      try unwrapOutboundIn(data).withUnsafeReadableBytes { try session.say($0) }
      context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: session.output())), promise: promise)
    } catch {
      promise?.fail(error)
    }
  }

  package func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    session?.end()
    send(context)
    context.close(mode: mode, promise: promise)
  }

  private func send(_ context: ChannelHandlerContext) {
    guard let bytes = session?.output(), !bytes.isEmpty else { return }
    context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
  }
}
