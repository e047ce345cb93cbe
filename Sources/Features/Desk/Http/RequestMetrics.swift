import Synchronization

/// Counts requests by route and status, and how long they took, since the start.
package final class RequestMetrics: Sendable {
  /// Upper bounds, seconds. The last bucket has none.
  static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  struct Key: Hashable, Comparable {
    let method: String
    let route: String
    let status: Int
    static func < (left: Key, right: Key) -> Bool { (left.route, left.method, left.status) < (right.route, right.method, right.status) }
  }
  struct Histogram {
    var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
    var sum = 0.0
  }
  struct State {
    var counts: [Key: Int] = [:]
    var times: [String: Histogram] = [:]
  }
  private let state = Mutex(State())

  package init() {}

  /// Methods that nobody declared are one: a stranger must not fill the memory with names.
  func count(method: String, route: String, status: Int, seconds: Double) {
    let known = ["GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"].contains(method)
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    state.withLock { state in
      state.counts[Key(method: known ? method : "other", route: route, status: status), default: 0] += 1
      state.times[route, default: Histogram()].buckets[bucket] += 1
      state.times[route]?.sum += seconds
    }
  }

  var snapshot: State { state.withLock { $0 } }
}
