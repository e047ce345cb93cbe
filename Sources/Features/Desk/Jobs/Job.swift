import Foundation
import Storage

/// Work that happens after a commit: it is a row, so it is done even if the process dies in between. A job is shallow:
/// its parameters and one call of a verb. It may run more than once and must not mind.
package protocol Job: Codable, Sendable {
  /// The name in the table; never changes once released.
  static var kind: String { get }
  /// Pauses between attempts, seconds; when they are used up the job is set aside, visibly.
  static var retries: [Int64] { get }
  func run(in world: World) async throws
}

extension Job {
  /// From half a minute to half a day: about three days altogether.
  package static var retries: [Int64] { [30, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 43_200, 43_200, 43_200] }
}

/// A job says this when trying again is useless (the address does not exist); it is set aside at once.
package struct GiveUp: Error, CustomStringConvertible {
  package let reason: String
  package init(_ reason: String) { self.reason = reason }
  package var description: String { reason }
}

extension Transaction {
  /// Adds a job to the queue.
  /// - Parameters:
  ///   - at: not before this instant; now when `nil`.
  ///   - key: a waiting job of the same kind and key is moved to the new instant and parameters rather than added twice.
  ///   - lane: jobs of one lane run one after another, in order.
  package func enqueue<J: Job>(_ job: J, at: Instant? = nil, key: String? = nil, lane: String? = nil) throws {
    let payload = String(decoding: try JSONEncoder().encode(job), as: UTF8.self)
    try db.run(
      """
      INSERT INTO job (kind, payload, run_at, key, lane, attempts, created_at)
      VALUES (\(J.kind), \(payload), \(at ?? now), \(key), \(lane), 0, \(now))
      ON CONFLICT (kind, key) DO UPDATE SET payload = excluded.payload, run_at = excluded.run_at, attempts = 0,
        failed_at = NULL, generation = job.generation + 1
      """)
    try db.signal("jobs \((at ?? now).milliseconds)")
  }

  package func cancelJobs(_ kind: (some Job).Type, key: String) throws {
    try db.run("DELETE FROM job WHERE kind = \(kind.kind) AND key = \(key)")
  }

  /// Forgets all waiting jobs of a kind whose key begins so: the alarms of a clock that was recomputed.
  package func cancelJobs(_ kind: (some Job).Type, keyPrefix: String) throws {
    // "~" sorts after every character that keys are made of.
    try db.run("DELETE FROM job WHERE kind = \(kind.kind) AND key >= \(keyPrefix) AND key < \(keyPrefix + "~")")
  }
}
