extension ProductionCalendar {
  /// Reads the events of an iCalendar file (RFC 5545). An event of whole days means what its title says (*shortened*, *working day*),
  /// else free days; an event with times on one date gives that date's hours, in the calendar's own zone. Yearly events without further
  /// rules are repeated within `years`; other repetitions are refused rather than misread. Where events meet on a date, one that
  /// names the kind of day wins over one that does not.
  package init(ics text: String, years: ClosedRange<Int>) throws(Fault) {
    var found: [LocalDate: (day: Day, isNamed: Bool)] = [:]
    for event in ICSEvent.all(in: text) where event["STATUS"]?.value != "CANCELLED" {
      for (day, isNamed) in try ProductionCalendar.days(of: event, years) {
        if let other = found[day.date], other.isNamed || !isNamed { continue }
        found[day.date] = (day, isNamed)
      }
    }
    guard !found.isEmpty else { throw .empty }
    self.init(days: found.values.map(\.day))
  }

  private static func days(of event: ICSEvent, _ years: ClosedRange<Int>) throws(Fault) -> [(Day, isNamed: Bool)] {
    guard let start = event["DTSTART"] else { throw .badDate("", line: event.line) }
    let first = try moment(start), last = try event["DTEND"].map(moment) ?? nil
    let name = event["SUMMARY"].map { ICSEvent.unescaped($0.value) } ?? ""
    let said = Kind(saidIn: name)
    var kind = said ?? .free, length = 1
    if let minute = first.minute {
      guard let last, let end = last.minute, last.date == first.date || (end == 0 && last.date == first.date.adding(days: 1)) else {
        throw .unsupported("DTEND", line: event.line)
      }
      kind = .hours([Hours(minute, last.date == first.date ? end : Hours.minutesPerDay)])
    } else if let last {
      length = last.date.number - first.date.number
      guard (0...366).contains(length) else { throw .badDate(event["DTEND"]?.value ?? "", line: event.line) }
    }
    let starts = try repeated(first.date, event, years)
    return starts.flatMap { start in
      (0..<max(1, length)).map { (Day(start.adding(days: $0), kind, name), isNamed: said != nil || first.minute != nil) }
    }
  }

  private static func repeated(_ date: LocalDate, _ event: ICSEvent, _ years: ClosedRange<Int>) throws(Fault) -> [LocalDate] {
    let isWithin = { (date: LocalDate) in years.contains(date.parts.year) }
    guard let rule = event["RRULE"] else { return [date].filter(isWithin) }
    let parts = Set(rule.value.uppercased().split(separator: ";"))
    guard parts == ["FREQ=YEARLY"] || parts == ["FREQ=YEARLY", "INTERVAL=1"] else { throw .unsupported(rule.value, line: rule.line) }
    let (first, month, day) = date.parts
    return years.filter { $0 >= first }.compactMap { LocalDate($0, month, day) }
  }

  /// `20260101` or `20260430T090000`; a time in UTC or another zone would need that zone's rules to find its date and is refused.
  private static func moment(_ property: ICSEvent.Property) throws(Fault) -> (date: LocalDate, minute: Int?) {
    var reader = DigitReader(property.value)
    guard let year = reader.number(4), let month = reader.number(2), let day = reader.number(2), let date = LocalDate(year, month, day)
    else { throw .badDate(property.value, line: property.line) }
    if reader.isAtEnd { return (date, nil) }
    guard reader.skip("T"), let hour = reader.number(2), let minute = reader.number(2), reader.number(2) != nil, hour < 24, minute < 60
    else { throw .badDate(property.value, line: property.line) }
    guard reader.isAtEnd else { throw .unsupported(property.value, line: property.line) }
    return (date, hour * 60 + minute)
  }
}
