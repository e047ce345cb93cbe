/// Monday first, as ISO 8601 has it.
package enum Weekday: String, CaseIterable, Codable, Hashable, Sendable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// 0 for Monday to 6 for Sunday.
  package var index: Int {
    switch self {
    case .monday: 0
    case .tuesday: 1
    case .wednesday: 2
    case .thursday: 3
    case .friday: 4
    case .saturday: 5
    case .sunday: 6
    }
  }
  init(index: Int) { self = Weekday.allCases[index] }
  package var next: Weekday { Weekday(index: (index + 1) % 7) }
}
