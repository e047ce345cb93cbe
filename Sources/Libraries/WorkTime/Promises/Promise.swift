/// One target as a policy sets it.
package struct Promise: Hashable, Sendable {
  /// Whether time runs only while the calendar is open, or always.
  package enum Counting: String, Codable, Sendable { case business, clock }

  package enum Fault: Error, Equatable, Sendable { case notPositive(Int64), badAlarm(Alarm), repeatedAlarm(Alarm) }

  package let kind: TargetKind
  /// Milliseconds.
  package let duration: Int64
  package let counting: Counting
  /// Where the clock stands. A finished request stops every clock without being named here.
  package let pausedIn: Set<StatusCategory>
  package let alarms: [Alarm]

  /// `pausedIn` left out means what is usual for the kind.
  package init(
    _ kind: TargetKind, _ duration: Int64, counting: Counting = .business, pausedIn: Set<StatusCategory>? = nil,
    alarms: [Alarm] = Alarm.usual
  ) throws(Fault) {
    guard duration > 0 else { throw .notPositive(duration) }
    for alarm in alarms {
      switch alarm {
      case .percent(let percent) where !(1...10_000).contains(percent): throw .badAlarm(alarm)
      case .afterBreach(let wait) where wait < 0: throw .badAlarm(alarm)
      default: if alarms.count(where: { $0 == alarm }) > 1 { throw .repeatedAlarm(alarm) }
      }
    }
    self.kind = kind
    self.duration = duration
    self.counting = counting
    self.pausedIn = pausedIn ?? kind.usualPauses
    self.alarms = alarms
  }
}

extension Promise: Codable {
  private enum CodingKeys: CodingKey { case kind, duration, counting, pausedIn, alarms }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode(TargetKind.self, forKey: .kind), container.decode(Int64.self, forKey: .duration),
      counting: container.decodeIfPresent(Counting.self, forKey: .counting) ?? .business,
      pausedIn: container.decodeIfPresent(Set<StatusCategory>.self, forKey: .pausedIn),
      alarms: container.decodeIfPresent([Alarm].self, forKey: .alarms) ?? Alarm.usual)
  }

  /// Sorted, so that an unchanged promise is stored as the same text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(duration, forKey: .duration)
    try container.encode(counting, forKey: .counting)
    try container.encode(StatusCategory.allCases.filter(pausedIn.contains), forKey: .pausedIn)
    try container.encode(alarms, forKey: .alarms)
  }
}
