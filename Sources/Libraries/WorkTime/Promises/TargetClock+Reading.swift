/// What a clock shows at one instant.
package struct Reading: Hashable, Sendable {
  package var state: TargetClock.State
  /// The deadline: set by hand, or missed, or computed; nil while paused.
  package var due: Instant?
  package var isManual: Bool
  /// Only while paused without a deadline: what it would be if the pause ended now.
  package var dueIfResumed: Instant?
  /// Milliseconds as the promise counts them. `remaining` is negative when late.
  package var elapsed: Int64
  package var remaining: Int64
  /// The deadline that passed unmet. Meeting a promise exactly at its deadline keeps it.
  package var breachedAt: Instant?
}

extension TargetClock {
  package func reading(at now: Instant, under terms: Terms) -> Reading {
    var reading = Reading(state: state, isManual: manualDue != nil, elapsed: used, remaining: 0)
    // A clock that stands because the request is finished is judged by when it finished.
    var judged = now
    switch state {
    case .running(let since):
      reading.elapsed += terms.duration(from: since, to: max(since, now))
      reading.due = missed ?? runningDue(under: terms)
    case .standing(let since, let category):
      reading.due = missed
      if missed == nil, manualDue == nil { reading.dueIfResumed = terms.add(max(0, terms.promise.duration - used), to: max(since, now)) }
      if category.isFinished { judged = since }
    case .met(let at, let due):
      reading.due = due
      judged = at
    }
    reading.remaining = terms.promise.duration - reading.elapsed
    reading.breachedAt = missed
    if let manualDue {
      reading.due = manualDue
      reading.remaining = terms.duration(from: judged, to: manualDue)
      reading.breachedAt = nil
    }
    if reading.breachedAt == nil, let due = reading.due, judged > due { reading.breachedAt = due }
    return reading
  }
}
