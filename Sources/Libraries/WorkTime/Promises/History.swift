/// Everything that a clock depends on, from which it can be made anew and explained.
package struct History: Hashable, Sendable {
  package var start: Instant
  /// In any order. Those before the start say in which category it began; *new* if none does.
  package var changes: [StatusChange]
  package var metAt: Instant?
  package var manualDue: Instant?

  package init(start: Instant, changes: [StatusChange], metAt: Instant? = nil, manualDue: Instant? = nil) {
    self.start = start
    self.changes = changes
    self.metAt = metAt
    self.manualDue = manualDue
  }

  /// The clock as it stood at `now`: what came later is not counted.
  package func clock(at now: Instant, under terms: Terms) -> TargetClock {
    var clock = TargetClock(startedAt: start, in: initialCategory, under: terms)
    clock.manualDue = manualDue
    for event in events(until: now) { event.apply(to: &clock, under: terms) }
    return clock
  }

  enum Event {
    case entered(StatusChange), met(Instant)

    func apply(to clock: inout TargetClock, under terms: Terms) {
      switch self {
      case .entered(let change): clock.enter(change.category, at: change.at, under: terms)
      case .met(let instant): clock.meet(at: instant, under: terms)
      }
    }
    var at: Instant {
      switch self {
      case .entered(let change): change.at
      case .met(let instant): instant
      }
    }
  }

  var initialCategory: StatusCategory {
    // The sort is stable: of two changes at one instant the later one written counts.
    changes.sorted { $0.at < $1.at }.last { $0.at <= start }?.category ?? .new
  }

  /// After the start, by time.
  func events(until now: Instant) -> [Event] {
    var events = changes.filter { $0.at > start && $0.at <= now }.map(Event.entered)
    if let metAt, metAt <= now { events.append(.met(metAt)) }
    return events.sorted { $0.at < $1.at }
  }
}
