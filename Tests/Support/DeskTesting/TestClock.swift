import Synchronization
import WorkTime

/// The time of a test: stands still until it is moved.
package final class TestClock: Sendable {
  private let instant: Mutex<Instant>

  /// Monday 23 November 2026, 10:00 in Moscow.
  package static let start = Instant(milliseconds: 1_795_417_200_000)

  package init(_ start: Instant = TestClock.start) { instant = Mutex(start) }
  package var now: Instant { instant.withLock { $0 } }
  package func advance(seconds: Int64) { instant.withLock { $0 = $0.adding(milliseconds: seconds * 1000) } }
  package func advance(minutes: Int64) { advance(seconds: minutes * 60) }
  package func set(_ new: Instant) { instant.withLock { $0 = new } }
}
