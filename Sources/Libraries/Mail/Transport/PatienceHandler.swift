import NIOCore

/// Ends connections that are slow, too long or too many. Sits next to the socket, so that it sees every byte and can speak past the conversation.
final class PatienceHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let settings: SMTPReceiverSettings
  private let guests: SMTPGuests
  private var idle: Scheduled<Void>?
  private var total: Scheduled<Void>?
  private var address = ""
  private var isWelcome = false
  private var isWorking = false

  init(settings: SMTPReceiverSettings, guests: SMTPGuests) {
    self.settings = settings
    self.guests = guests
  }

  func channelActive(context: ChannelHandlerContext) {
    address = context.remoteAddress?.ipAddress ?? ""
    isWelcome = guests.enter(address, context.channel)
    guard isWelcome else {
      // No one who is sent away costs a task.
      return farewell(context, "421 4.7.0 \(settings.name) Too many connections")
    }
    total = timer(context, settings.totalTimeout, "421 4.4.2 \(settings.name) This took too long")
    restart(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    idle?.cancel()
    total?.cancel()
    if isWelcome { guests.exit(address, context.channel) }
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard isWelcome else { return }
    restart(context)
    context.fireChannelRead(data)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard let patience = event as? SMTPPatience else { return context.fireUserInboundEventTriggered(event) }
    switch patience {
    case .working:
      isWorking = true
      idle?.cancel()
    case .waiting:
      isWorking = false
      if guests.isLeaving { leave(context) } else { restart(context) }
    case .leave: if !isWorking { leave(context) }
    }
  }

  private func leave(_ context: ChannelHandlerContext) { farewell(context, "421 4.3.2 \(settings.name) Going down, come again later") }

  private func restart(_ context: ChannelHandlerContext) {
    idle?.cancel()
    if !isWorking { idle = timer(context, settings.idleTimeout, "421 4.4.2 \(settings.name) Idle for too long") }
  }

  private func timer(_ context: ChannelHandlerContext, _ seconds: Double, _ text: String) -> Scheduled<Void> {
    context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { [weak self] in
      self?.farewell(context, text)
    }
  }

  private func farewell(_ context: ChannelHandlerContext, _ text: String) {
    context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text + "\r\n")), promise: nil)
    context.close(promise: nil)
  }
}
