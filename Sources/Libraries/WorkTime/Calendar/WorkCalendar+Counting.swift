/// Business time. Durations are milliseconds of open time; all answers are exact and take O(log n).
extension WorkCalendar {
  package func isOpen(at instant: Instant) -> Bool { timeline.isOpen(at: instant.clamped) }

  /// Open time between two instants, negative when `end` is before `start`: additive, whatever the order.
  package func duration(from start: Instant, to end: Instant) -> Int64 {
    timeline.open(before: end.clamped) - timeline.open(before: start.clamped)
  }

  /// The earliest instant by which `duration` of open time has passed since `start`: work that fills the day ends with the day, not
  /// next morning. Nothing added to closed time gives the next opening. A negative duration subtracts.
  ///
  /// What would come after the year 9999 comes at its end.
  package func add(_ duration: Int64, to start: Instant) -> Instant {
    guard duration >= 0 else { return subtract(-max(duration, -Int64.max), from: start) }
    let start = start.clamped
    if duration == 0 { return isOpen(at: start) ? start : nextOpening(after: start) ?? .latest }
    let amount = timeline.open(before: start) + min(duration, Instant.span)
    return timeline.earliest(withOpen: amount)?.clamped ?? .latest
  }

  /// The latest instant from which `duration` of open time is left until `end`: two working hours before a deadline.
  package func subtract(_ duration: Int64, from end: Instant) -> Instant {
    let amount = timeline.open(before: end.clamped) - min(max(duration, 0), Instant.span)
    return timeline.latest(withOpen: amount).map { min($0, end).clamped } ?? .earliest
  }

  /// The first instant after this one when work begins; nil if it never stops, or not before the year 9999 ends.
  package func nextOpening(after instant: Instant) -> Instant? {
    var from = instant.clamped
    if isOpen(at: from) {
      guard let closing = nextClosing(after: from) else { return nil }
      from = closing
    }
    return timeline.latest(withOpen: timeline.open(before: from)).flatMap(\.ifNotTooLate)
  }

  /// The first instant after this one when work ends; nil if it never does.
  package func nextClosing(after instant: Instant) -> Instant? {
    var from = instant.clamped
    if !isOpen(at: from) {
      guard let opening = nextOpening(after: from) else { return nil }
      from = opening
    }
    return timeline.latest(withClosed: timeline.closed(before: from)).flatMap(\.ifNotTooLate)
  }

  /// The stretches of open time within `range`, at most `limit`: what a page lists to show how a deadline was reached.
  package func openStretches(in range: Range<Instant>, limit: Int) -> [Range<Instant>] {
    var found: [Range<Instant>] = [], from = add(0, to: range.lowerBound)
    while found.count < limit, from < range.upperBound {
      let end = min(nextClosing(after: from) ?? range.upperBound, range.upperBound)
      found.append(from..<end)
      guard end < range.upperBound, let next = nextOpening(after: end) else { break }
      from = next
    }
    return found
  }
}

extension WorkCalendar {
  /// Local date and minutes of the day at an instant, for pages that show a deadline in the calendar's own time.
  package func local(_ instant: Instant) -> (date: LocalDate, minute: Int) {
    let local = timeline.local(instant.clamped)
    return (LocalDate(number: Int(local.flooredQuotient(millisecondsPerDay))), Int(local.flooredRemainder(millisecondsPerDay) / 60_000))
  }
}

extension Instant {
  /// The years 1 to 9999: what a date can be written as, and far from the ends of `Int64`.
  package static let earliest = Instant(milliseconds: -62_135_596_800_000)
  package static let latest = Instant(milliseconds: 253_402_300_799_999)
  static let span = latest.milliseconds - earliest.milliseconds

  var clamped: Instant { min(max(self, .earliest), .latest) }
  fileprivate var ifNotTooLate: Instant? { self > .latest ? nil : self }
}
