import Desk
import Storage

extension Event.Kind {
  package static let calendarAdded = Event.Kind("calendar.added")
  package static let calendarChanged = Event.Kind("calendar.changed")
  package static let calendarRemoved = Event.Kind("calendar.removed")
}

extension Event.Subject {
  static func calendar(_ id: Int64) -> Event.Subject { Event.Subject("calendar", id) }
}

extension Agent {
  func addCalendar(_ edit: CalendarEdit, in change: Transaction) throws -> Int64 {
    try require(.changeSettings)
    let hours = try made { () throws(CalendarFault) in try WorkCalendar(zone: edit.zone, week: edit.week) }
    try refuse(nameTaken: edit.name, by: 0, in: change.db)
    let id: Int64? = try change.db.value(
      "INSERT INTO calendar (name, hours, created_at) VALUES (\(edit.name), \(JSONText.encode(hours)), \(change.now)) RETURNING id")
    try change.record(Event(.calendarAdded, of: .calendar(id!), by: actor, facts: ["name": edit.name]))
    return id!
  }

  /// Name, zone and week; the exceptions stay.
  /// - Parameter shownName: what the page showed as the name of a calendar that has never been renamed.
  func changeCalendar(_ id: Int64, to edit: CalendarEdit, shownName: String, in change: Transaction) throws {
    let calendar = try calendarToChange(id, rev: edit.rev, in: change.db)
    let hours = try made { () throws(CalendarFault) in
      try WorkCalendar(zone: edit.zone, week: edit.week, exceptions: calendar.hours.exceptions)
    }
    let isRenamed = edit.name != shownName
    if isRenamed {
      try refuse(nameTaken: edit.name, by: id, in: change.db)
      try change.db.run("UPDATE calendar SET name = \(edit.name), key = NULL WHERE id = \(id)")
    }
    try save(hours, over: calendar, extra: isRenamed ? [.init("name", shownName, edit.name)] : [], in: change)
  }

  /// What somebody does to the exceptions: adds a day, takes one off, loads a year.
  /// - Parameter rev: the version that was shown, where more than one day is set.
  func changeCalendar(
    _ id: Int64, rev: Int64? = nil, in change: Transaction, _ body: (WorkCalendar) throws(CalendarFault) -> WorkCalendar
  ) throws {
    let calendar = try calendarToChange(id, rev: rev, in: change.db)
    try save(made { () throws(CalendarFault) in try body(calendar.hours) }, over: calendar, in: change)
  }

  /// A calendar that a rule counts by cannot go; the default one cannot either.
  func removeCalendar(_ id: Int64, in change: Transaction) throws {
    let calendar = try calendarToChange(id, rev: nil, in: change.db)
    if calendar.isDefault { throw Refusal.conflict("calendar.error.isDefault") }
    if try change.db.exists("SELECT 1 FROM sla_rule WHERE calendar_id = \(id) AND removed_at IS NULL LIMIT 1") {
      throw Refusal.conflict("calendar.error.isUsed")
    }
    try change.db.run("UPDATE calendar SET removed_at = \(change.now), key = NULL WHERE id = \(id)")
    try change.record(Event(.calendarRemoved, of: .calendar(id), by: actor, facts: ["name": calendar.name]))
  }

  private func calendarToChange(_ id: Int64, rev: Int64?, in db: any Database) throws -> DeskCalendar {
    try require(.changeSettings)
    let calendar = try DeskCalendar.inUse(id, in: db)
    if let rev, rev != calendar.rev { throw Refusal.conflict("form.changedMeanwhile") }
    return calendar
  }

  private func made(_ body: () throws(CalendarFault) -> WorkCalendar) throws -> WorkCalendar {
    do { return try body() } catch { throw Refusal.invalid([error.problem]) }
  }

  private func refuse(nameTaken name: String, by id: Int64, in db: any Database) throws {
    if try db.exists("SELECT 1 FROM calendar WHERE name = \(name) AND removed_at IS NULL AND id <> \(id)") {
      throw Refusal.invalid("name", "sla.error.nameTaken")
    }
  }

  private func save(_ hours: WorkCalendar, over calendar: DeskCalendar, extra: [Event.Change] = [], in change: Transaction) throws {
    let changes = extra + CalendarDifference.of(calendar.hours, hours)
    guard !changes.isEmpty else { return }
    try change.db.run("UPDATE calendar SET hours = \(JSONText.encode(hours)), rev = rev + 1 WHERE id = \(calendar.id)")
    try change.record(Event(.calendarChanged, of: .calendar(calendar.id), by: actor, changes: changes))
    if hours != calendar.hours { try RecountProgress.begin(in: change) }
  }
}

/// What differs between two versions of a calendar, field by field for the audit.
enum CalendarDifference {
  static func of(_ before: WorkCalendar, _ after: WorkCalendar) -> [Event.Change] {
    var fields: [(name: String, before: String?, after: String?)] = [("zone", before.zone, after.zone)]
    for (day, field) in zip(Weekday.allCases, CalendarEdit.fields) {
      fields.append((field, CalendarEdit.text(before.week[day]), CalendarEdit.text(after.week[day])))
    }
    let (old, new) = (days(before), days(after))
    for date in Set(old.keys).union(new.keys).sorted() { fields.append((date, old[date], new[date])) }
    return Event.Change.differing(fields)
  }

  private static func days(_ calendar: WorkCalendar) -> [String: String] {
    let pairs = calendar.exceptions.map { day in
      (day.date.iso, [day.hours.isEmpty ? "closed" : CalendarEdit.text(day.hours), day.name].filter { !$0.isEmpty }.joined(separator: " "))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
