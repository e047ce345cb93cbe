// data: words that this reads in foreign texts, or names that are data; none of them is a text of the interface.
/// The Russian production calendar of a five-day week.
///
/// Sources. Non-working holidays: Labour Code of the Russian Federation, article 112, part 1 (1 to 6 and 8 January, 7 January,
/// 23 February, 8 March, 1 May, 9 May, 12 June, 4 November). A holiday on a Saturday or Sunday gives the next working day off: the same
/// article, part 2; those of January are moved by the government. The working day right before a holiday is an hour shorter:
/// article 95.
extension ProductionCalendar {
  /// With the transfers of the Government's decree No. 1466 of 24 September 2025 "On the transfer of days off in 2026": from Saturday
  /// 3 January to Friday 9 January, from Sunday 4 January to Thursday 31 December. 247 working days, 1972 hours in a 40-hour week.
  package static let russia2026 = russia(
    2026, moved: [(3, 9), (5, 11)], decreed: [(1, 9), (12, 31)], shortened: [(4, 30), (5, 8), (6, 11), (11, 3)])

  /// By the Labour Code alone: the Government's decree for 2027 could not be confirmed when this was written (November 2026).
  /// 2 and 3 January 2027 fall on a weekend, and a decree may move them, and other days, elsewhere: load it as CSV or ICS when it is
  /// known. Until then 31 December is an ordinary pre-holiday day here.
  package static let russia2027 = russia(
    2027, moved: [(5, 3), (5, 10), (6, 14)], decreed: [], shortened: [(2, 22), (4, 30), (6, 11), (11, 3), (12, 31)])

  private typealias Date = (month: Int, day: Int)

  private static func russia(_ year: Int, moved: [Date], decreed: [Date], shortened: [Date]) -> ProductionCalendar {
    var days: [Day] = []
    func add(_ dates: [Date], _ kind: Kind, _ name: String) {
      days += dates.compactMap { LocalDate(year, $0.month, $0.day) }.map { Day($0, kind, name) }
    }
    add((1...6).map { (1, $0) } + [(1, 8)], .free, "Новогодние каникулы")
    add([(1, 7)], .free, "Рождество Христово")
    add([(2, 23)], .free, "День защитника Отечества")
    add([(3, 8)], .free, "Международный женский день")
    add([(5, 1)], .free, "Праздник Весны и Труда")
    add([(5, 9)], .free, "День Победы")
    add([(6, 12)], .free, "День России")
    add([(11, 4)], .free, "День народного единства")
    add(moved + decreed, .free, "Перенос выходного дня")
    add(shortened, .shortened(hourLess), "Предпраздничный день")
    return ProductionCalendar(days: days)
  }
}
