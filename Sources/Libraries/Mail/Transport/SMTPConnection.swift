import NIOCore
import TLS

/// Carries the conversation with one peer over its connection.
struct SMTPConnection: Sendable {
  private typealias Outbound = NIOAsyncChannelOutboundWriter<ByteBuffer>

  private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
  private let settings: SMTPReceiverSettings
  private let callbacks: SMTPReceiver.Callbacks
  private let guests: SMTPGuests

  init(
    _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ settings: SMTPReceiverSettings, _ callbacks: SMTPReceiver.Callbacks,
    _ guests: SMTPGuests
  ) {
    self.channel = channel
    self.settings = settings
    self.callbacks = callbacks
    self.guests = guests
  }

  /// Ends with the connection. An error is the peer's going away, of which there is nobody to tell.
  func run() async {
    try? await channel.executeThenClose { inbound, outbound in
      var talk = Talk(settings: settings, peer: channel.channel.remoteAddress?.ipAddress ?? "")
      defer { guests.giveBack(talk.arrived) }
      talk.say(talk.session.greeting)
      try await flush(&talk, outbound)
      for try await bytes in inbound {
        if talk.isAwaitingTLS {
          // Only an empty buffer means that TLS stands. Anything before it was slipped in by somebody in the middle.
          guard bytes.readableBytes == 0 else { return }
          talk.encrypt(settings)
          continue
        }
        talk.input.feed(bytes.readableBytesView)
        while let piece = talk.input.next() {
          try await handle(piece, &talk)
          if talk.isOver { return try await flush(&talk, outbound) }
        }
        try await flush(&talk, outbound)
        if talk.isOver { return }
        channel.channel.pipeline.fireUserInboundEventTriggered(SMTPPatience.waiting)
      }
    }
  }

  /// What is said and known in one connection.
  private struct Talk {
    var session: SMTPSession
    var input: SMTPInput
    var replies = ""
    var isOver = false
    /// The peer was told to begin TLS and has not done so yet.
    var isAwaitingTLS = false
    /// Of the message that comes in; `nil` when there is none, or when its bytes could not be kept.
    var arrival: (any SMTPArrival)?
    /// Its bytes, counted against the room that all share.
    var arrived = 0
    var minute: Int64 = 0
    var commands = 0

    init(settings: SMTPReceiverSettings, peer: String) {
      session = SMTPSession(settings: settings, peer: peer)
      input = SMTPInput(lineLimit: settings.lineLimit, messageLimit: settings.messageLimit)
    }

    mutating func say(_ reply: SMTPReply) {
      let lines = reply.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() { replies += "\(reply.code)\(index + 1 == lines.count ? " " : "-")\(line)\r\n" }
    }

    mutating func encrypt(_ settings: SMTPReceiverSettings) {
      isAwaitingTLS = false
      session.encrypt()
      input = SMTPInput(lineLimit: settings.lineLimit, messageLimit: settings.messageLimit)
    }

    mutating func end(_ code: Int, _ text: String) {
      say(SMTPReply(code: code, text: text))
      isOver = true
    }
  }

  private func flush(_ talk: inout Talk, _ outbound: Outbound) async throws {
    guard !talk.replies.isEmpty else { return }
    let replies = ByteBuffer(string: talk.replies)
    talk.replies = ""
    try await outbound.write(replies)
  }

  private func handle(_ piece: SMTPInput.Piece, _ talk: inout Talk) async throws {
    switch piece {
    case .line(let line):
      guard isWithinRate(&talk) else { return talk.end(421, "4.7.0 Too many commands") }
      await apply(talk.session.take(line), &talk)
    case .lineTooLong: talk.say(SMTPReply(code: 500, text: "5.5.2 Line too long"))
    case .bareLineFeed: talk.end(521, "5.5.2 Lines end in CR LF")
    case .data(let bytes): keep(bytes, &talk)
    case .messageTooLarge:
      await apply(talk.session.refuseSize(), &talk)
      forget(&talk)
    case .messageEnd: await deliver(&talk)
    }
  }

  private func apply(_ step: SMTPSession.Step, _ talk: inout Talk) async {
    switch step {
    case .reply(let reply): talk.say(reply)
    case .replies(let replies): for reply in replies { talk.say(reply) }
    case .ask(let recipient):
      let verdict = await callbacks.accepts(recipient, talk.session.envelope)
      talk.say(talk.session.decide(recipient, verdict))
    case .data(let reply):
      talk.say(reply)
      talk.arrival = callbacks.begin(talk.session.envelope)
      keep(ReceivedHeader.make(talk.session.envelope, settings: settings, milliseconds: callbacks.now()), &talk)
      talk.input.beginData()
    case .startTLS(let reply): await startTLS(reply, &talk)
    case .close(let reply): talk.end(reply.code, reply.text)
    }
  }

  private func startTLS(_ reply: SMTPReply, _ talk: inout Talk) async {
    // Commands sent along would be taken for encrypted ones.
    guard talk.input.isDrained, talk.replies.isEmpty else { return talk.end(503, "5.5.1 Nothing may follow STARTTLS before its answer") }
    guard let certificate = settings.encryption?.certificate else { return talk.end(502, "5.5.1 Not offered") }
    do {
      let begin = TLSBegin(try TLSContext(certificate), farewell: ByteBuffer(string: "\(reply.code) \(reply.text)\r\n"))
      try await channel.channel.triggerUserOutboundEvent(begin)
      talk.isAwaitingTLS = true
    } catch {
      callbacks.complain(error)
      talk.say(SMTPReply(code: 454, text: "4.7.0 TLS is not available"))
    }
  }

  /// A message that cannot be kept is heard to its end: before that the peer listens to nothing.
  private func keep(_ bytes: [UInt8], _ talk: inout Talk) {
    guard guests.take(bytes.count) else { return talk.end(421, "4.3.1 Too busy, come again later") }
    talk.arrived += bytes.count
    do {
      try talk.arrival?.add(bytes)
    } catch {
      callbacks.complain(error)
      talk.arrival = nil
    }
  }

  private func deliver(_ talk: inout Talk) async {
    channel.channel.pipeline.fireUserInboundEventTriggered(SMTPPatience.working)
    let decision: SMTPDecision
    do {
      decision = try await talk.arrival?.deliver() ?? .all(.deferred(""))
    } catch {
      // The peer only learns to come again.
      callbacks.complain(error)
      decision = .all(.deferred(""))
    }
    await apply(talk.session.finish(decision), &talk)
    forget(&talk)
  }

  private func forget(_ talk: inout Talk) {
    talk.arrival = nil
    guests.giveBack(talk.arrived)
    talk.arrived = 0
  }

  private func isWithinRate(_ talk: inout Talk) -> Bool {
    let minute = callbacks.now() / 60_000
    if minute != talk.minute {
      talk.minute = minute
      talk.commands = 0
    }
    talk.commands += 1
    return talk.commands <= settings.commandsPerMinute
  }
}
