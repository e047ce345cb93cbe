import Foundation
import Synchronization

/// Tells browsers that something changed; what, they fetch with their own rights.
package final class LiveHub: Sendable {
  package struct Signal: Sendable {
    package let id: Int
    /// `t42`: a ticket; `me7`: an employee's notifications; `views`: counts; `presence42`.
    package let topic: String
    package let kind: String
  }

  /// A browser that reads slower than this loses the oldest signals; it refetches anyway.
  static let buffer = 64
  /// Requests come first: past this many streams a browser is asked to poll.
  static let mostStreams = 20_000

  private struct State {
    var next = 1
    var nextKey = 0
    var listeners: [Int: AsyncStream<Signal>.Continuation] = [:]
  }
  private let state = Mutex(State())

  package init() {}

  package func publish(topic: String, kind: String) {
    state.withLock { state in
      let signal = Signal(id: state.next, topic: topic, kind: kind)
      state.next += 1
      for listener in state.listeners.values { listener.yield(signal) }
    }
  }

  /// A signal of the store, of this process or of another one.
  package func hear(topic: String, kind: String) {
    publish(topic: topic, kind: kind)
    // Whatever happens to a ticket can move it between views.
    if topic.hasPrefix("t"), topic.dropFirst().allSatisfy(\.isNumber) { publish(topic: "views", kind: "changed") }
  }

  /// `nil` when there are too many streams already.
  package func listen() -> AsyncStream<Signal>? {
    let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(Self.buffer))
    let key = state.withLock { state -> Int? in
      guard state.listeners.count < Self.mostStreams else { return nil }
      state.nextKey += 1
      state.listeners[state.nextKey] = continuation
      return state.nextKey
    }
    guard let key else { return nil }
    continuation.onTermination = { [weak self] _ in
      guard let self else { return }
      _ = state.withLock { $0.listeners.removeValue(forKey: key) }
    }
    return stream
  }

  package var count: Int { state.withLock { $0.listeners.count } }
}
