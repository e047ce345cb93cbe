import Chance
import Foundation
import Testing

@testable import WorkTime

/// A clock fed change by change and stored as JSON in between, the clock made anew from the whole history, and a slow judge that walks
/// the minutes must all show the same.
@Suite struct ClockPropertyTests {
  @Test(arguments: 0..<20) func incrementalEqualsRecountEqualsWalk(seed: Int) throws {
    var random = SeededGenerator(seed: 5_000 + UInt64(seed))
    for _ in 0..<6 {
      let place = difficultZones.randomElement(using: &random) ?? difficultZones[0], date = try day(place.date)
      let terms = try Terms(random.promise(), random.calendar(zone: place.zone, around: date))
      let start = Int64(date.number - 1) * 1440 + Int64.random(in: 0..<1440, using: &random)
      let history = random.history(from: start, kind: terms.promise.kind)
      var clock = TargetClock(startedAt: history.start, in: history.initialCategory, under: terms)
      clock.manualDue = history.manualDue
      let events = history.events(until: .latest)
      for (index, event) in events.enumerated() {
        event.apply(to: &clock, under: terms)
        clock = try JSONDecoder().decode(TargetClock.self, from: JSONEncoder().encode(clock))
        let next = index + 1 < events.count ? events[index + 1].at : event.at + .hours(72)
        guard next > event.at else { continue }
        let now = event.at.adding(milliseconds: Int64.random(in: 0..<next.milliseconds(since: event.at) / minute, using: &random) * minute)
        var context: Comment { "seed \(seed) now \(now.iso) \(terms.promise) \(history)" }
        #expect(clock == history.clock(at: now, under: terms), context)
        let reading = clock.reading(at: now, under: terms)
        #expect(reading == ClockWalk(history, terms, until: now).reading(clock.state), context)
      }
    }
  }
}

/// Counts open minutes one by one, and knows of pauses only what each minute's category says.
private struct ClockWalk {
  let terms: Terms
  let history: History
  let now: Instant
  var used: Int64 = 0, missed: Instant?, runningDue: Instant?, dueWhenMet: Instant?, metAt: Instant?

  init(_ history: History, _ terms: Terms, until now: Instant) {
    self.terms = terms
    self.history = history
    self.now = now
    var from = history.start
    while from < now || (from == history.start && from == now) {
      guard runs(at: from) else {
        if metAt == nil, meets(at: from) { metAt = from }
        if !meets(at: from) { metAt = nil }
        from = from + .minutes(1)
        continue
      }
      metAt = nil
      var end = from
      while end < now, runs(at: end) { end = end + .minutes(1) }
      finish(from, end)
      if end == now { break }
      from = end
    }
    if meets(at: now), metAt == nil { metAt = now }
    if !meets(at: now) { metAt = nil }
    if !runs(at: now) { runningDue = nil } else if runningDue == nil { runningDue = due(from: now) }
  }

  private mutating func finish(_ from: Instant, _ end: Instant) {
    let computed = due(from: from)
    let open = count(from, end)
    if end < now || !runs(at: now) {
      dueWhenMet = missed ?? (meets(at: end) ? computed : nil)
      if missed == nil, computed < end { missed = computed }
      runningDue = nil
    } else {
      runningDue = computed
    }
    used += open
  }

  private func due(from: Instant) -> Instant {
    var left = max(0, terms.promise.duration - used), at = from
    while left > 0 || (terms.promise.duration <= used && !isOpen(at)) {
      if isOpen(at) { left -= minute }
      at = at + .minutes(1)
    }
    return at
  }

  private func count(_ from: Instant, _ end: Instant) -> Int64 {
    var open: Int64 = 0, at = from
    while at < end {
      if isOpen(at) { open += minute }
      at = at + .minutes(1)
    }
    return open
  }

  private func isOpen(_ at: Instant) -> Bool { terms.promise.counting == .clock || terms.calendar.isOpen(at: at) }
  private func category(at: Instant) -> StatusCategory { history.changes.last { $0.at <= at }?.category ?? .new }
  private func meets(at: Instant) -> Bool {
    terms.promise.kind == .resolution ? category(at: at).isFinished : history.metAt.map { $0 <= at } ?? false
  }
  private func runs(at: Instant) -> Bool {
    let category = category(at: at)
    return !meets(at: at) && !category.isFinished && !terms.promise.pausedIn.contains(category)
  }

  func reading(_ state: TargetClock.State) -> Reading {
    var reading = Reading(state: state, isManual: history.manualDue != nil, elapsed: used, remaining: terms.promise.duration - used)
    let isRunning = runs(at: now), isMet = meets(at: now)
    reading.due = missed ?? runningDue
    if isMet { reading.due = missed ?? dueWhenMet }
    if !isRunning, !isMet, missed == nil, history.manualDue == nil { reading.dueIfResumed = due(from: now) }
    var judged = metAt ?? now
    if case .standing(let since, let category) = state, category.isFinished { judged = since }
    if let manual = history.manualDue {
      reading.due = manual
      reading.remaining = manual >= judged ? count(judged, manual) : -count(manual, judged)
    }
    let missed = history.manualDue == nil ? missed : nil
    reading.breachedAt = missed ?? reading.due.flatMap { judged > $0 ? $0 : nil }
    return reading
  }
}

extension SeededGenerator {
  fileprivate mutating func promise() throws -> Promise {
    let kind: TargetKind = [.firstResponse, .resolution, .resolution].randomElement(using: &self) ?? .resolution
    let pauses = Set(StatusCategory.allCases.prefix(5).filter { _ in Int.random(in: 0..<3, using: &self) == 0 })
    return try Promise(
      kind, Int64.random(in: 1...1500, using: &self) * minute, counting: Int.random(in: 0..<4, using: &self) == 0 ? .clock : .business,
      pausedIn: pauses)
  }

  fileprivate mutating func history(from start: Int64, kind: TargetKind) -> History {
    var changes: [StatusChange] = [], at = start - Int64.random(in: 0...30, using: &self)
    for _ in 0..<Int.random(in: 1...9, using: &self) {
      changes.append(StatusChange(Instant(seconds: at * 60), StatusCategory.allCases.randomElement(using: &self) ?? .open))
      at += Int64.random(in: 1...900, using: &self)
    }
    var history = History(start: Instant(seconds: start * 60), changes: changes)
    if kind != .resolution, Bool.random(using: &self) {
      history.metAt = Instant(seconds: (start + Int64.random(in: 1...3000, using: &self)) * 60)
    }
    if Int.random(in: 0..<5, using: &self) == 0 {
      history.manualDue = Instant(seconds: (start + Int64.random(in: 1...3000, using: &self)) * 60)
    }
    return history
  }
}
