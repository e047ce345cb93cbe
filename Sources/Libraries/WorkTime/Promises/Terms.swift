/// A promise with the time that it is counted in.
package struct Terms: Sendable {
  package let promise: Promise
  package let calendar: WorkCalendar

  /// The calendar is asked only when the promise counts business time.
  package init(_ promise: Promise, _ calendar: WorkCalendar) {
    self.promise = promise
    self.calendar = calendar
  }

  package func duration(from start: Instant, to end: Instant) -> Int64 {
    switch promise.counting {
    case .business: calendar.duration(from: start, to: end)
    case .clock: end.milliseconds(since: start)
    }
  }

  package func add(_ duration: Int64, to start: Instant) -> Instant {
    switch promise.counting {
    case .business: calendar.add(duration, to: start)
    case .clock: start.adding(milliseconds: duration)
    }
  }

  enum Effect { case runs, stands, meets }

  func effect(of category: StatusCategory) -> Effect {
    if category.isFinished { return promise.kind.isMetByStatus ? .meets : .stands }
    return promise.pausedIn.contains(category) ? .stands : .runs
  }
}
