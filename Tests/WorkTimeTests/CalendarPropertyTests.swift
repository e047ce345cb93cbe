import Chance
import Testing

@testable import WorkTime

@Suite struct CalendarPropertyTests {
  @Test(arguments: 0..<20) func lawsHold(seed: Int) throws {
    var random = SeededGenerator(seed: 1_000 + UInt64(seed))
    for _ in 0..<15 {
      let place = difficultZones.randomElement(using: &random) ?? difficultZones[0]
      let date = try day(place.date)
      let calendar = try random.calendar(zone: place.zone, around: date)
      for _ in 0..<40 { laws(of: calendar, near: Int64(date.number) * 86_400_000, &random) }
    }
  }

  private func laws(of calendar: WorkCalendar, near middle: Int64, _ random: inout SeededGenerator) {
    func moment() -> Instant { Instant(milliseconds: middle + Int64.random(in: -20 * 86_400_000...40 * 86_400_000, using: &random)) }
    let a = moment(), b = moment(), c = moment()
    var context: Comment { "\(calendar.zone) \(a.iso) \(b.iso) \(calendar.week) \(calendar.exceptions)" }
    #expect(calendar.duration(from: a, to: b) + calendar.duration(from: b, to: c) == calendar.duration(from: a, to: c), context)
    let amount = Int64.random(in: 0...200 * hour, using: &random), more = Int64.random(in: 0...hour, using: &random)
    let end = calendar.add(amount, to: a)
    #expect(end >= a && calendar.duration(from: a, to: end) == amount, context)
    #expect(calendar.add(amount + more, to: a) >= end, context)
    #expect(calendar.add(amount, to: max(a, b)) >= calendar.add(amount, to: min(a, b)), context)
    if more > 0 { #expect(calendar.add(more, to: end) == calendar.add(amount + more, to: a), context) }
    let (early, late) = (min(a, b), max(a, b))
    if early < late, calendar.isOpen(at: late) {
      let worked = calendar.duration(from: early, to: late)
      let back = calendar.add(worked, to: early)
      // The end of one stretch and the start of the next have the same time before them; `late` may be such a start.
      #expect(back == late || (calendar.duration(from: back, to: late) == 0 && calendar.nextOpening(after: back) == late), context)
    }
    let before = calendar.subtract(amount, from: a)
    #expect(before <= a && (amount == 0 || calendar.isOpen(at: before)) && calendar.duration(from: before, to: a) == amount, context)
    edges(of: calendar, after: a)
  }

  private func edges(of calendar: WorkCalendar, after a: Instant) {
    var context: Comment { "\(calendar.zone) \(a.iso) \(calendar.week) \(calendar.exceptions)" }
    if let opening = calendar.nextOpening(after: a) {
      #expect(opening > a && calendar.isOpen(at: opening) && !calendar.isOpen(at: opening.adding(milliseconds: -1)), context)
    }
    if let closing = calendar.nextClosing(after: a) {
      #expect(closing > a && !calendar.isOpen(at: closing) && calendar.isOpen(at: closing.adding(milliseconds: -1)), context)
    }
    let range = a..<a.adding(milliseconds: 9 * 86_400_000), stretches = calendar.openStretches(in: range, limit: 1000)
    let total = stretches.reduce(0) { $0 + $1.upperBound.milliseconds(since: $1.lowerBound) }
    #expect(total == calendar.duration(from: range.lowerBound, to: range.upperBound), context)
  }
}
