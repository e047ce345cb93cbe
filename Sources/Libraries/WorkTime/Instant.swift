import Foundation

/// A point in time: milliseconds since 1970 UTC. What every table stores and every rule is handed.
package struct Instant: Hashable, Comparable, Sendable {
  package var milliseconds: Int64
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
  package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
  package func adding(milliseconds more: Int64) -> Instant { Instant(milliseconds: milliseconds + more) }
  package func adding(seconds: Int64) -> Instant { adding(milliseconds: seconds * 1000) }
}
