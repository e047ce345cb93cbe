import Secrets
import Synchronization

/// Tells browsers that something changed; what, they fetch with their own rights.
package final class LiveHub: Sendable {
  package struct Signal: Sendable, Equatable {
    package let id: Int
    /// `t42`: a ticket; `me7`: an employee's notifications; `views`: lists and counts; `presence42`: who is on a ticket.
    package let topic: String
    package let kind: String
  }

  enum Item: Sendable {
    case signal(Signal)
    /// Nobody knows what changed: everything that is shown has to be fetched.
    case refetch
    case ping
  }

  /// What a browser that comes back has to be told first.
  enum Missed: Equatable {
    case nothing
    case signals([Signal])
    /// It was away for too long, or this is another process: it has to fetch everything that it shows.
    case unknown
  }

  /// A browser that reads slower than this loses the oldest signals; it fetches anyway.
  static let buffer = 64
  /// For browsers that come back: how many signals are remembered.
  static let memory = 1_024
  /// Requests come first: past this many streams a browser is asked to poll.
  static let mostStreams = 20_000
  static let mostStreamsOfOne = 40

  private struct Listener {
    let session: Int64
    let agent: Agent
    let continuation: AsyncStream<Item>.Continuation
  }

  private struct State {
    var last = 0
    var lastKey = 0
    var isClosed = false
    var recent: [Signal] = []
    var listeners: [Int: Listener] = [:]
  }

  package let presence = Presence()
  private let state = Mutex(State())
  /// Numbers of another process, or of before a restart, mean nothing here.
  private let epoch = String(Random.publicID().prefix(8))

  package init() {}

  package var count: Int { state.withLock { $0.listeners.count } }

  package func publish(topic: String, kind: String) {
    guard let known = LiveTopic(topic) else { return }
    state.withLock { state in
      state.last += 1
      let signal = Signal(id: state.last, topic: topic, kind: kind)
      // Cut rarely, so that remembering costs little.
      if state.recent.count >= Self.memory * 2 { state.recent.removeFirst(Self.memory) }
      state.recent.append(signal)
      for listener in state.listeners.values where listener.agent.mayHear(known) { listener.continuation.yield(.signal(signal)) }
    }
  }

  /// The store's signals were not heard for a while.
  package func refetch() {
    state.withLock { state in
      for listener in state.listeners.values { listener.continuation.yield(.refetch) }
    }
  }

  /// A signal of the store, of this process or of another one.
  package func hear(topic: String, kind: String, now: Instant) {
    if let ticket = Presence.ticket(of: topic) {
      if presence.hear(kind, on: ticket, now: now) { publish(topic: topic, kind: "presence") }
      return
    }
    if end(toldBy: topic, kind) { return }
    publish(topic: topic, kind: kind)
    // Whatever happens to a ticket can move it between views.
    if case .ticket? = LiveTopic(topic) { publish(topic: "views", kind: "changed") }
  }

  /// - Parameter last: the id of the last signal that this browser got, if it was here before.
  /// - Returns: the stream, what was missed before it, and the id that it begins after; `nil` when there are too many already.
  func listen(as session: Session, after last: String?) -> (stream: AsyncStream<Item>, missed: Missed, place: String)? {
    let (stream, continuation) = AsyncStream.makeStream(of: Item.self, bufferingPolicy: .bufferingNewest(Self.buffer))
    let listener = Listener(session: session.id, agent: session.agent, continuation: continuation)
    let entered = state.withLock { state -> (key: Int, missed: Missed, last: Int)? in
      let own = state.listeners.values.count { $0.agent.id == session.agent.id }
      guard !state.isClosed, state.listeners.count < Self.mostStreams, own < Self.mostStreamsOfOne else { return nil }
      state.lastKey += 1
      state.listeners[state.lastKey] = listener
      return (state.lastKey, missed(since: last, by: session.agent, in: state), state.last)
    }
    guard let entered else { return nil }
    continuation.onTermination = { [weak self] _ in
      guard let self else { return }
      _ = state.withLock { $0.listeners.removeValue(forKey: entered.key) }
    }
    return (stream, entered.missed, name(of: entered.last))
  }

  /// What a browser sends back in `Last-Event-ID`.
  func name(of signal: Signal) -> String { name(of: signal.id) }

  private func name(of id: Int) -> String { "\(epoch)-\(id)" }

  private func missed(since last: String?, by agent: Agent, in state: State) -> Missed {
    guard let last else { return .nothing }
    let halves = last.split(separator: "-")
    guard halves.count == 2, halves[0] == epoch, let id = Int(halves[1]), id <= state.last else { return .unknown }
    guard id < state.last else { return .nothing }
    guard let first = state.recent.first, id >= first.id - 1 else { return .unknown }
    return .signals(state.recent.filter { $0.id > id && LiveTopic($0.topic).map(agent.mayHear) ?? false })
  }

  /// Keeps proxies from closing silent streams, and finds browsers that went.
  func ping() {
    for listener in state.withLock({ Array($0.listeners.values) }) { listener.continuation.yield(.ping) }
  }

  var sessions: Set<Int64> { state.withLock { Set($0.listeners.values.map(\.session)) } }

  /// Ends the streams of sessions that were revoked.
  func end(sessions: Set<Int64>) { end { sessions.contains($0.session) } }

  private func end(_ isOver: (Listener) -> Bool) {
    let ended = state.withLock { state in state.listeners.values.filter(isOver) }
    // Outside of the lock: finishing calls back.
    for listener in ended { listener.continuation.finish() }
  }

  /// A session that was ended hears nothing more. Whoever was changed comes back with the rights of now.
  private func end(toldBy topic: String, _ kind: String) -> Bool {
    if topic.hasPrefix("session"), let session = Int64(topic.dropFirst("session".count)) {
      end(sessions: [session])
      return true
    }
    if topic.hasPrefix("employee"), let employee = Int64(topic.dropFirst("employee".count)), kind != Event.Kind.signedIn.rawValue {
      end { $0.agent.id == employee }
      return true
    }
    return false
  }

  /// Ends all streams and takes no more: the program stops.
  package func close() {
    let ended = state.withLock { state in
      state.isClosed = true
      return Array(state.listeners.values)
    }
    for listener in ended { listener.continuation.finish() }
  }
}
