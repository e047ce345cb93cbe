import Synchronization

/// A sleep that can be cut short, and is when somebody pokes before it begins. One sleeper.
final class Waker: Sendable {
  private struct State {
    var isPoked = false
    var sleeper: CheckedContinuation<Void, Never>?
  }
  private let state = Mutex(State())

  func poke() {
    let sleeper = state.withLock { state in
      let sleeper = state.sleeper
      state.isPoked = sleeper == nil
      state.sleeper = nil
      return sleeper
    }
    sleeper?.resume()
  }

  /// Ends early when the task is cancelled, too.
  func sleep(milliseconds: Int64) async {
    let timer = Task {
      try await Task.sleep(for: .milliseconds(milliseconds))
      poke()
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { sleeper in
        let isAwake = state.withLock { state in
          if !state.isPoked { state.sleeper = sleeper }
          defer { state.isPoked = false }
          return state.isPoked
        }
        if isAwake { sleeper.resume() }
      }
    } onCancel: {
      poke()
    }
    timer.cancel()
  }
}
