/// One line of the answer to «why this deadline?». Values, not words: a page says them in its reader's language.
package enum Step: Hashable, Sendable {
  case started(Instant, StatusCategory)
  /// The clock ran; milliseconds as the promise counts them.
  case counted(from: Instant, to: Instant, Int64)
  /// `to` is nil while it lasts.
  case paused(from: Instant, to: Instant?, StatusCategory)
  case met(Instant)
  /// The clock goes on with the time used before.
  case reopened(Instant, used: Int64)
  /// `left` counted on from `from`.
  case deadline(Instant, left: Int64, from: Instant)
  case manualDeadline(Instant)
  /// Paused: no deadline, so much time left.
  case waiting(left: Int64)
  case breached(Instant)
}

extension TargetClock {
  fileprivate var dueWhenMet: Instant? {
    if case .met(_, let due) = state { return due }
    return nil
  }
}

extension History {
  /// How the deadline at `now` came about, in the order of time, the conclusion last.
  package func explanation(at now: Instant, under terms: Terms) -> [Step] {
    var clock = TargetClock(startedAt: start, in: initialCategory, under: terms)
    clock.manualDue = manualDue
    var steps: [Step] = [.started(start, initialCategory)]
    if case .met = clock.state { steps.append(.met(start)) }
    for event in events(until: now) {
      let before = clock
      event.apply(to: &clock, under: terms)
      if clock.state != before.state { steps += left(before, for: clock, at: max(event.at, start), terms) }
    }
    if case .running(let since) = clock.state, since < now {
      steps.append(.counted(from: since, to: now, terms.duration(from: since, to: now)))
    }
    if case .standing(let since, let category) = clock.state { steps.append(.paused(from: since, to: nil, category)) }
    return steps + conclusion(clock, at: now, terms)
  }

  private func left(_ before: TargetClock, for after: TargetClock, at instant: Instant, _ terms: Terms) -> [Step] {
    var steps: [Step] = []
    switch before.state {
    case .running(let since):
      steps.append(.counted(from: since, to: instant, after.used - before.used))
      if before.missed == nil, manualDue == nil, let due = after.missed ?? after.dueWhenMet {
        steps.append(.deadline(due, left: max(0, terms.promise.duration - before.used), from: since))
      }
    case .standing(let since, let category): steps.append(.paused(from: since, to: instant, category))
    case .met: steps.append(.reopened(instant, used: before.used))
    }
    if case .met(let at, _) = after.state { steps.append(.met(at)) }
    return steps
  }

  private func conclusion(_ clock: TargetClock, at now: Instant, _ terms: Terms) -> [Step] {
    let reading = clock.reading(at: now, under: terms)
    var steps: [Step] = []
    if let manualDue {
      steps.append(.manualDeadline(manualDue))
    } else if clock.missed == nil, case .running(let since) = clock.state, let due = reading.due {
      steps.append(.deadline(due, left: max(0, terms.promise.duration - clock.used), from: since))
    } else if clock.missed == nil, case .standing = clock.state {
      steps.append(.waiting(left: reading.remaining))
    }
    if let breachedAt = reading.breachedAt { steps.append(.breached(breachedAt)) }
    return steps
  }
}
