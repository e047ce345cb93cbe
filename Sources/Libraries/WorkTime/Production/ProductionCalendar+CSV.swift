extension ProductionCalendar {
  /// Two forms are understood.
  ///
  /// A line a day: date (`2026-01-09` or `09.01.2026`), then what kind of day (hours, or a word as *free*, *short*, *working*; nothing
  /// means free), then a name. A first line without a date is a heading.
  ///
  /// A line a year, as published on data.gov.ru and xmlcalendar.ru: the year, then for each month the numbers of its free days,
  /// `8*` for a shortened day and `9+` for a day off moved there. Weekdays that are not named are worked, so that weekends not named are
  /// working days.
  package init(csv text: String) throws(Fault) {
    let rows = CSVTable(text).rows
    let body = rows.dropFirst(rows.first.map { ProductionCalendar.isHeading($0.cells) } == true ? 1 : 0)
    let byYear = body.first.map { $0.cells.count >= 13 && Int($0.cells[0]) != nil } ?? false
    var days: [Day] = [], seen: Set<LocalDate> = []
    for row in body {
      let read = byYear ? try ProductionCalendar.year(row.cells, row.line) : [try ProductionCalendar.day(row.cells, row.line)]
      for day in read where !seen.insert(day.date).inserted { throw .repeatedDate(day.date, line: row.line) }
      days += read
    }
    guard !days.isEmpty else { throw .empty }
    self.init(days: days)
  }

  private static func isHeading(_ cells: [String]) -> Bool { cells[0].first.map { !$0.isNumber } ?? true }

  private static func day(_ cells: [String], _ line: Int) throws(Fault) -> Day {
    guard let date = date(cells[0]) else { throw .badDate(cells[0], line: line) }
    let name = cells.count > 2 ? cells[2] : ""
    guard cells.count > 1, !cells[1].isEmpty else { return Day(date, .free, name) }
    guard let kind = Kind(cells[1]) else { throw .badKind(cells[1], line: line) }
    return Day(date, kind, name)
  }

  private static func date(_ text: String) -> LocalDate? {
    if let date = LocalDate(iso: text) { return date }
    var reader = DigitReader(text)
    guard let day = reader.number(2), reader.skip("."), let month = reader.number(2), reader.skip("."), let year = reader.number(4),
      reader.isAtEnd
    else { return nil }
    return LocalDate(year, month, day)
  }

  private static func year(_ cells: [String], _ line: Int) throws(Fault) -> [Day] {
    guard cells.count >= 13, let year = Int(cells[0]), var date = LocalDate(year, 1, 1) else { throw .badDate(cells[0], line: line) }
    var named: [LocalDate: Kind] = [:]
    for month in 1...12 {
      for entry in cells[month].split(separator: ",") {
        let number = entry.trimmed.prefix { $0.isNumber }, mark = entry.trimmed.dropFirst(number.count)
        guard let day = Int(number).flatMap({ LocalDate(year, month, $0) }), mark.allSatisfy({ $0 == "*" || $0 == "+" }) else {
          throw .badDate("\(entry.trimmed) (\(month))", line: line)
        }
        named[day] = mark.contains("*") ? .shortened(hourLess) : .free
      }
    }
    var days: [Day] = []
    while date.parts.year == year {
      let isWeekend = date.weekday == .saturday || date.weekday == .sunday
      if let kind = named[date] { days.append(Day(date, kind)) } else if isWeekend { days.append(Day(date, .working)) }
      date = date.adding(days: 1)
    }
    return days
  }
}
