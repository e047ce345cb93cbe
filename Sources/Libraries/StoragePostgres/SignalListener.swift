import Foundation
import Storage
import Synchronization

/// Hears what `Database.signal` says in any process, on a connection and a thread of its own.
final class SignalListener: @unchecked Sendable {
  private static let pauses: [Int32] = [100, 200, 400, 800, 1_600, 3_200, 5_000]

  private struct State {
    var handler: (@Sendable (String) -> Void)?
    var isRunning = false
    var isStopping = false
    var ended: [CheckedContinuation<Void, Never>] = []
  }

  private let url: String
  private let state = Mutex(State())
  /// Writing to it ends a `poll`.
  private let wake: (reader: Int32, writer: Int32)

  init(url: String) throws {
    self.url = url
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw StorageError.failed("no pipe: \(String(cString: strerror(errno)))", statement: "") }
    wake = (ends[0], ends[1])
  }

  deinit {
    Foundation.close(wake.reader)
    Foundation.close(wake.writer)
  }

  /// Returns when signals are being heard. A second call only replaces the handler.
  func start(_ handler: @escaping @Sendable (String) -> Void) async throws {
    let isFirst = try state.withLock { state in
      if state.isStopping { throw StorageError.closed }
      state.handler = handler
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard isFirst else { return }
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      let thread = Thread { [self] in run(started: done) }
      thread.name = "postgres-signals"
      thread.start()
    }
  }

  func stop() async {
    await withCheckedContinuation { done in
      let isRunning = state.withLock { state in
        state.isStopping = true
        if state.isRunning { state.ended.append(done) }
        return state.isRunning
      }
      var byte: UInt8 = 0
      _ = write(wake.writer, &byte, 1)
      if !isRunning { done.resume() }
    }
  }

  private func run(started: CheckedContinuation<Void, any Error>) {
    do {
      let wire = try listening()
      started.resume()
      hear(wire)
      hearAgain()
    } catch {
      started.resume(throwing: error)
    }
    let waiting = state.withLock { state in
      state.isRunning = false
      return state.ended
    }
    for done in waiting { done.resume() }
  }

  private func listening() throws -> Wire {
    let wire = try Wire(url: url)
    do { try wire.perform([Statement(plain: "LISTEN \(Signal.channel)")]) } catch { throw error.storageError }
    return wire
  }

  /// Connects anew for as long as the store is open.
  private func hearAgain() {
    var failures = 0
    while !waitsForStop(milliseconds: Self.pauses[min(failures, Self.pauses.count - 1)]) {
      // The reason was, or will be, told to whoever reads and writes; here only another try helps.
      guard let wire = try? listening() else {
        failures += 1
        continue
      }
      failures = 0
      if let handler = state.withLock({ $0.handler }) { handler(Signal.missed) }
      hear(wire)
    }
  }

  /// Returns when the connection is lost or the store closes.
  private func hear(_ wire: Wire) {
    while true {
      guard let texts = try? wire.notifications() else { return }
      if let handler = state.withLock({ $0.handler }) { for text in texts { handler(text) } }
      var waiting = [
        pollfd(fd: wire.socket, events: Int16(POLLIN), revents: 0), pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
      ]
      poll(&waiting, 2, -1)
      if waiting[1].revents != 0 { return }
    }
  }

  private func waitsForStop(milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, milliseconds) > 0
  }
}
