/// Time in one status, or in one pair of hands.
package struct TimeSpent: Hashable, Sendable {
  /// Milliseconds by the clock on the wall, and of open time.
  package var total: Int64
  package var business: Int64

  package init(total: Int64 = 0, business: Int64 = 0) { (self.total, self.business) = (total, business) }

  /// Adds up how long each key was held: `changes` in the order of time, the last one until `end`.
  package static func byKey<Key: Hashable>(
    _ changes: [(at: Instant, key: Key)], until end: Instant, in calendar: WorkCalendar
  ) -> [Key: TimeSpent] {
    var spent: [Key: TimeSpent] = [:]
    for (index, change) in changes.enumerated() {
      let next = min(end, index + 1 < changes.count ? changes[index + 1].at : end)
      guard next > change.at else { continue }
      spent[change.key, default: TimeSpent()].total += next.milliseconds(since: change.at)
      spent[change.key, default: TimeSpent()].business += calendar.duration(from: change.at, to: next)
    }
    return spent
  }
}
