import Synchronization
import WorkTime

/// The clock that the example runs by.
final class DemoClock: Sendable {
  private let time: Mutex<Instant>
  init(_ start: Instant) { time = Mutex(start) }
  var now: Instant { time.withLock { $0 } }
  func set(_ new: Instant) { time.withLock { $0 = new } }
}
