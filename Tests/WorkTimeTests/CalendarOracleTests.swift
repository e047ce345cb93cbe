import Chance
import Foundation
import Testing

@testable import WorkTime

/// Every operation against the minute-by-minute walk: random calendars around changes of the clock, random questions.
@Suite struct CalendarOracleTests {
  @Test(arguments: 0..<24) func agreesWithTheWalk(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<9 {
      let place = difficultZones.randomElement(using: &random) ?? difficultZones[0]
      let date = try day(place.date)
      let calendar = try random.calendar(zone: place.zone, around: date)
      let first = Int64(date.number - 2) * 1440 + Int64.random(in: 0..<1440, using: &random), count = 4 * 1440
      let walk = try Walk(MinuteOracle(calendar).minutes(from: first, count: count), first)
      for _ in 0..<12 {
        let a = walk.index(&random), b = walk.index(&random)
        walk.check(calendar, a, b)
      }
    }
  }

  @Test func everyZoneShowsTheWallClock() throws {
    var random = SeededGenerator(seed: 11)
    for name in TimeZone.knownTimeZoneIdentifiers where name.contains("/") {
      let calendar = try WorkCalendar.alwaysOpen(zone: name), zone = try #require(TimeZone(identifier: name))
      for _ in 0..<30 {
        let instant = Instant(seconds: Int64.random(in: 0..<4_100_000_000, using: &random) / 60 * 60)
        let local = instant + .seconds(zone.secondsFromGMT(for: instant.date)), shown = calendar.local(instant)
        #expect(local.iso.hasPrefix("\(shown.date.iso)T\(Hours.clock(shown.minute))"), "\(name) \(instant.iso)")
      }
    }
  }
}

private struct Walk {
  let open: [Bool]
  let first: Int64
  /// Open minutes before each.
  let sums: [Int]
  let edges: [Int]

  init(_ open: [Bool], _ first: Int64) {
    self.open = open
    self.first = first
    edges = (1..<open.count).filter { open[$0] != open[$0 - 1] }
    sums = open.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1 ? 1 : 0)) }
  }

  /// Any minute, or as often one where work begins or ends: there the mistakes are.
  func index(_ random: inout SeededGenerator) -> Int {
    Bool.random(using: &random) ? Int.random(in: 1..<open.count, using: &random) : edges.randomElement(using: &random) ?? 1
  }

  func instant(_ index: Int) -> Instant { Instant(seconds: (first + Int64(index)) * 60) }

  func check(_ calendar: WorkCalendar, _ a: Int, _ b: Int) {
    let start = instant(a)
    var context: Comment { "\(calendar.zone) \(start.iso) \(instant(b).iso) \(calendar.week) \(calendar.exceptions)" }
    #expect(calendar.isOpen(at: start) == open[a], context)
    #expect(calendar.isOpen(at: start.adding(milliseconds: -1)) == open[a - 1], context)
    #expect(calendar.duration(from: start, to: instant(b)) == Int64(sums[b] - sums[a]) * minute, context)
    if let opening = (a + 1..<open.count).first(where: { open[$0] && !open[$0 - 1] }) {
      #expect(calendar.nextOpening(after: start) == instant(opening), context)
    }
    if let closing = (a + 1..<open.count).first(where: { !open[$0] && open[$0 - 1] }) {
      #expect(calendar.nextClosing(after: start) == instant(closing), context)
    }
    let amount = b > a ? sums[b] - sums[a] : (a - b) % 2000
    if amount > 0, let end = (a..<sums.count).first(where: { sums[$0] == sums[a] + amount }) {
      #expect(calendar.add(Int64(amount) * minute, to: start) == instant(end), context)
    }
    if let end = (a..<open.count).first(where: { open[$0] }) { #expect(calendar.add(0, to: start) == instant(end), context) }
    if amount > 0, sums[a] >= amount, let from = (0..<a).last(where: { sums[$0] == sums[a] - amount && open[$0] }) {
      #expect(calendar.subtract(Int64(amount) * minute, from: start) == instant(from), context)
    }
  }
}
