import Storage

/// A change in the making: rows, and the events that tell of them.
package final class Transaction {
  package let db: any Database
  package let now: Instant
  package let keys: DeskKeys
  private let features: [any Feature.Type]
  /// The event that is being heard, and so the cause of what a listener records.
  private var hearing: Event?
  private var depth = 0
  /// Bodies that run before the commit, once each: recounts that several events ask for.
  private var finishers: [(key: String, body: () throws -> Void)] = []

  /// A listener that answers its own event would never end; past this depth it is a mistake in the program.
  static let deepestChain = 16

  init(db: any Database, now: Instant, features: [any Feature.Type], keys: DeskKeys) {
    self.db = db
    self.now = now
    self.keys = keys
    self.features = features
  }

  /// Stores the events, in order, and lets every feature hear each before the next is stored.
  package func record(_ events: [Event]) throws {
    for event in events { try record(event) }
  }

  @discardableResult package func record(_ event: Event) throws -> Event {
    var event = event
    event.at = now
    event.cause = event.cause ?? hearing?.id
    event.id = try event.insert(in: db)
    depth += 1
    precondition(depth <= Self.deepestChain, "events that cause each other: \(event.kind.rawValue)")
    let outer = hearing
    hearing = event
    for feature in features { try feature.heard(event, in: self) }
    hearing = outer
    depth -= 1
    try db.signal(event.signal)
    return event
  }

  /// Runs `body` before the commit, once for each `key` however often it is asked for.
  package func beforeCommit(once key: String, _ body: @escaping () throws -> Void) {
    guard !finishers.contains(where: { $0.key == key }) else { return }
    finishers.append((key, body))
  }

  func finish() throws {
    while !finishers.isEmpty {
      let next = finishers.removeFirst()
      try next.body()
    }
  }
}
