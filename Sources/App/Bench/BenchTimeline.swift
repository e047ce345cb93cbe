import WorkTime

/// When the tickets of three years came: more each year, most of them in office hours.
struct BenchTimeline {
  let now: Instant
  private let total: Int
  /// Running sums of the weights of the hours of a week.
  private let hours: [Double]

  private static let hour: Int64 = 3_600_000
  private static let week = 168 * hour
  private static let weeks = 156

  init(now: Instant, total: Int) {
    (self.now, self.total) = (now, total)
    var sums = [0.0]
    for hour in 0..<168 {
      let (day, time) = (hour / 24, hour % 24)
      let weight = day >= 5 ? 0.8 : (9..<18).contains(time) ? 10.0 : (7..<22).contains(time) ? 2.0 : 0.3
      sums.append(sums[hour] + weight)
    }
    hours = sums
  }

  var start: Instant { monday.adding(milliseconds: -Int64(Self.weeks - 1) * Self.week) }

  /// Of this week, in Moscow; 1970 began on a Thursday.
  private var monday: Instant {
    let shift = 3 * Self.hour - 4 * 24 * Self.hour
    return Instant(milliseconds: (now.milliseconds + shift) / Self.week * Self.week - shift)
  }

  /// Never goes back from one index to the next.
  func opened(_ index: Int) -> Instant {
    let place = growth((Double(index) + 0.5) / Double(total)) * end
    let week = Int(place)
    return start.adding(milliseconds: Int64(week) * Self.week + within((place - Double(week)) * hours[168]))
  }

  private func growth(_ share: Double) -> Double { (3 * share - share * share) / 2 }

  /// Now, in weeks that are measured by their work.
  private var end: Double {
    let passed = now.milliseconds(since: monday)
    let hour = min(Int(passed / Self.hour), 167)
    let rest = Double(passed - Int64(hour) * Self.hour) / Double(Self.hour)
    return Double(Self.weeks - 1) + (hours[hour] + rest * (hours[hour + 1] - hours[hour])) / hours[168]
  }

  private func within(_ work: Double) -> Int64 {
    var (low, high) = (0, 168)
    while high - low > 1 {
      let middle = (low + high) / 2
      if hours[middle] <= work { low = middle } else { high = middle }
    }
    return Int64((Double(low) + (work - hours[low]) / (hours[low + 1] - hours[low])) * Double(Self.hour))
  }
}
