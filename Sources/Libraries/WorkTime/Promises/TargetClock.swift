/// The clock of one promise: all that has to be kept to go on counting without the history.
///
/// Every change is handed in with the same terms. When the terms change (another duration, calendar or set of pauses) the past counts
/// differently: make the clock anew from `History`.
package struct TargetClock: Codable, Hashable, Sendable {
  package enum State: Codable, Hashable, Sendable {
    case running(since: Instant)
    /// Paused, or finished without the promise being met.
    case standing(since: Instant, StatusCategory)
    /// `due` is the deadline that stood then; nil if the clock was paused.
    case met(Instant, due: Instant?)
  }

  package let start: Instant
  /// Milliseconds counted before the present run.
  package private(set) var used: Int64
  package private(set) var state: State
  /// The computed deadline that passed before the clock stood still; it no longer moves.
  package private(set) var missed: Instant?
  /// A deadline that somebody set by hand: pauses do not move it.
  package var manualDue: Instant?

  /// As stored.
  package init(start: Instant, used: Int64, state: State, missed: Instant?, manualDue: Instant?) {
    self.start = start
    self.used = used
    self.state = state
    self.missed = missed
    self.manualDue = manualDue
  }

  package init(startedAt start: Instant, in category: StatusCategory, under terms: Terms) {
    let state: State =
      switch terms.effect(of: category) {
      case .runs: .running(since: start)
      case .stands: .standing(since: start, category)
      case .meets: .met(start, due: nil)
      }
    self.init(start: start, used: 0, state: state, missed: nil, manualDue: nil)
  }

  /// The request came into `category`. Instants must not go backwards; one that does counts as the last one known.
  package mutating func enter(_ category: StatusCategory, at instant: Instant, under terms: Terms) {
    if case .met = state, !terms.promise.kind.isMetByStatus { return }
    let instant = max(instant, lastChange)
    switch terms.effect(of: category) {
    case .runs:
      if case .running = state { return }
      state = .running(since: instant)
    case .stands:
      if case .standing(_, category) = state { return }
      stop(at: instant, under: terms)
      state = .standing(since: instant, category)
    case .meets: meet(at: instant, under: terms)
    }
  }

  /// What was promised happened. A second time changes nothing.
  package mutating func meet(at instant: Instant, under terms: Terms) {
    if case .met = state { return }
    let instant = max(instant, lastChange)
    let due = missed ?? runningDue(under: terms)
    stop(at: instant, under: terms)
    state = .met(instant, due: due)
  }

  /// Of two requests that become one, the clock that has been waited on the longest.
  package static func earlier(_ one: TargetClock, _ other: TargetClock) -> TargetClock {
    (other.start, one.used) < (one.start, other.used) ? other : one
  }

  /// The deadline computed for the present run.
  func runningDue(under terms: Terms) -> Instant? {
    guard case .running(let since) = state else { return nil }
    return terms.add(max(0, terms.promise.duration - used), to: since)
  }

  private mutating func stop(at instant: Instant, under terms: Terms) {
    guard case .running(let since) = state else { return }
    if missed == nil, let due = runningDue(under: terms), due < instant { missed = due }
    used += terms.duration(from: since, to: instant)
  }

  private var lastChange: Instant {
    switch state {
    case .running(let since), .standing(let since, _), .met(let since, _): since
    }
  }
}
