/// Which statements this connection has prepared, the least recently used forgotten first.
struct StatementCache {
  private struct Entry {
    let name: String
    var used: Int
  }

  private let limit: Int
  private var entries: [Statement.Key: Entry] = [:]
  private var clock = 0

  init(limit: Int) { self.limit = limit }

  mutating func name(for key: Statement.Key) -> String? {
    clock += 1
    entries[key]?.used = clock
    return entries[key]?.name
  }

  /// Returns the name that has to be deallocated: because the cache is full, or because one batch prepared the same statement twice.
  mutating func insert(_ key: Statement.Key, name: String) -> String? {
    clock += 1
    var evicted = entries[key]?.name
    if evicted == nil, entries.count >= limit, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
      entries[oldest.key] = nil
      evicted = oldest.value.name
    }
    entries[key] = Entry(name: name, used: clock)
    return evicted
  }

  mutating func removeAll() { entries = [:] }
}
