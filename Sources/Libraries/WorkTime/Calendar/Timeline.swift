/// A local pattern laid on real time through the offsets of a zone. Every instant is open if the wall clock at that instant is:
/// an hour that the clock skips holds no instants and so counts nothing, an hour shown twice counts twice.
final class Timeline: Sendable {
  private let zone: ZoneTable
  private let open: LocalPattern
  /// Open where `open` is closed; finds closings as the other finds openings.
  private let closed: LocalPattern
  /// Open time before each piece of constant offset.
  private let openBefore: [Int64]

  init(zone: ZoneTable, week: [[Hours]], exceptions: [(date: Int, hours: [Hours])]) {
    self.zone = zone
    let open = LocalPattern(week: week, exceptions: exceptions)
    self.open = open
    closed = LocalPattern(
      week: week.map(Timeline.complement), exceptions: exceptions.map { ($0.date, Timeline.complement($0.hours)) })
    var sums: [Int64] = [0]
    for index in zone.starts.indices.dropLast() {
      let from = zone.starts[index].milliseconds + zone.offsets[index]
      let to = zone.starts[index + 1].milliseconds + zone.offsets[index]
      sums.append(sums[index] + open.open(before: to) - open.open(before: from))
    }
    openBefore = sums
  }

  /// Milliseconds on the wall clock.
  func local(_ instant: Instant) -> Int64 { instant.milliseconds + zone.offset(at: instant) }

  func isOpen(at instant: Instant) -> Bool { open.isOpen(at: local(instant)) }

  /// Open milliseconds from a fixed origin; negative before 1970.
  func open(before instant: Instant) -> Int64 {
    let index = zone.index(at: instant), offset = zone.offsets[index]
    return openBefore[index] + open.open(before: instant.milliseconds + offset)
      - open.open(before: zone.starts[index].milliseconds + offset)
  }

  /// The earliest instant with so much open before it.
  func earliest(withOpen amount: Int64) -> Instant? {
    let index = max(0, openBefore.partitioningIndex { $0 >= amount } - 1)
    let base = open.open(before: zone.starts[index].milliseconds + zone.offsets[index])
    return open.earliest(with: base + amount - openBefore[index]).map { Instant(milliseconds: $0 - zone.offsets[index]) }
  }

  /// The latest instant with no more than so much open before it.
  func latest(withOpen amount: Int64) -> Instant? {
    let index = max(0, openBefore.partitioningIndex { $0 > amount } - 1)
    let base = open.open(before: zone.starts[index].milliseconds + zone.offsets[index])
    return open.latest(with: base + amount - openBefore[index]).map { Instant(milliseconds: $0 - zone.offsets[index]) }
  }

  /// The same for closed time. Nil when nothing closes any more.
  func latest(withClosed amount: Int64) -> Instant? {
    let index = max(0, zone.starts.indices.partitioning { self.closedBefore($0) > amount } - 1)
    let base = closed.open(before: zone.starts[index].milliseconds + zone.offsets[index])
    return closed.latest(with: base + amount - closedBefore(index)).map { Instant(milliseconds: $0 - zone.offsets[index]) }
  }

  func closed(before instant: Instant) -> Int64 { instant.milliseconds - open(before: instant) }
  private func closedBefore(_ index: Int) -> Int64 { zone.starts[index].milliseconds - openBefore[index] }

  private static func complement(_ hours: [Hours]) -> [Hours] {
    var gaps: [Hours] = [], from = 0
    for entry in hours {
      if entry.start > from { gaps.append(Hours(from, entry.start)) }
      from = entry.end
    }
    if from < Hours.minutesPerDay { gaps.append(Hours(from, Hours.minutesPerDay)) }
    return gaps
  }
}

extension Range<Int> {
  fileprivate func partitioning(where belongs: (Int) -> Bool) -> Int {
    var low = lowerBound, high = upperBound
    while low < high {
      let middle = (low + high) / 2
      if belongs(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
