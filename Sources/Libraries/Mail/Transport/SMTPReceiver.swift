import NIOCore
import NIOPosix
import Synchronization
import TLS

/// A message while it comes in: what becomes of its bytes is up to whoever asked for them.
package protocol SMTPArrival: Sendable {
  /// What it throws becomes a 451 at the end of the message, and the peer comes again.
  mutating func add(_ bytes: [UInt8]) throws
  /// Stores the message durably. What it throws becomes a 451 too.
  func deliver() async throws -> SMTPDecision
}

/// Takes mail in over SMTP or LMTP. A message is acknowledged only after `deliver` has returned.
package final class SMTPReceiver: Sendable {
  package struct Callbacks: Sendable {
    /// Whether a recipient is ours. There is no relaying: who is not accepted here gets no mail.
    package var accepts: @Sendable (_ recipient: String, _ envelope: SMTPEnvelope) async -> SMTPVerdict
    /// Where the bytes of a message go.
    package var begin: @Sendable (_ envelope: SMTPEnvelope) -> any SMTPArrival
    /// Milliseconds since 1970, for the header and the rate of commands.
    package var now: @Sendable () -> Int64
    /// Hears what is wrong with the receiver itself and no peer is to know.
    package var complain: @Sendable (any Error) -> Void

    package init(
      accepts: @escaping @Sendable (String, SMTPEnvelope) async -> SMTPVerdict,
      begin: @escaping @Sendable (SMTPEnvelope) -> any SMTPArrival,
      now: @escaping @Sendable () -> Int64, complain: @escaping @Sendable (any Error) -> Void
    ) {
      self.accepts = accepts
      self.begin = begin
      self.now = now
      self.complain = complain
    }
  }

  /// The port that it listens on.
  package let port: Int
  let listener: any Channel
  private let guests: SMTPGuests
  private let work: Task<Void, Never>

  private typealias Server = NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>

  /// - Throws: the system's own `IOError` or `SocketAddressError.UnknownHost` when it cannot listen there.
  package static func start(_ settings: SMTPReceiverSettings, _ callbacks: Callbacks) async throws -> SMTPReceiver {
    let guests = SMTPGuests(settings: settings)
    return SMTPReceiver(try await listen(settings, guests), settings, callbacks, guests)
  }

  private init(_ server: Server, _ settings: SMTPReceiverSettings, _ callbacks: Callbacks, _ guests: SMTPGuests) {
    port = server.channel.localAddress?.port ?? settings.port
    listener = server.channel
    self.guests = guests
    work = Task { await Self.serve(server, settings, callbacks, guests) }
  }

  /// Returns when nobody listens any more and all conversations are over: after `stop`, or when the system took the listener away.
  package func ended() async { await work.value }

  /// Takes no new connections, sends idle peers away and waits for messages that are being delivered, at most `seconds`.
  package func stop(within seconds: Double = 10) async {
    // It may be closed already: then there is nothing to do.
    try? await listener.close()
    guests.leave()
    let work = work
    let deadline = Task {
      // Cut short when the work ends first.
      try? await Task.sleep(for: .seconds(seconds))
      if !Task.isCancelled { work.cancel() }
    }
    await work.value
    deadline.cancel()
  }

  private static func listen(_ settings: SMTPReceiverSettings, _ guests: SMTPGuests) async throws -> Server {
    try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .bind(host: settings.host, port: settings.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          // Nearest to the socket, so that nobody speaks past it.
          if settings.encryption != nil { try channel.pipeline.syncOperations.addHandler(TLSHandler()) }
          try channel.pipeline.syncOperations.addHandler(PatienceHandler(settings: settings, guests: guests))
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: false))
        }
      }
  }

  private static func serve(_ server: Server, _ settings: SMTPReceiverSettings, _ callbacks: Callbacks, _ guests: SMTPGuests) async {
    await withDiscardingTaskGroup { group in
      do {
        try await server.executeThenClose { connections in
          for try await connection in connections {
            group.addTask { await SMTPConnection(connection, settings, callbacks, guests).run() }
          }
        }
      } catch {
        // An error of a single connection does not come here: nobody listens any more.
        if !guests.isLeaving { callbacks.complain(error) }
      }
    }
  }
}
