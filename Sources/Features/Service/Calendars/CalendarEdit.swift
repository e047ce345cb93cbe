import Desk
import Storage
import Web

/// A calendar as somebody typed it: a name, a zone, and the hours of each weekday as `09:00-13:00, 14:00-18:00`.
struct CalendarEdit: Sendable {
  static let longestName = 200
  /// Names of the fields, Monday first.
  static let fields = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  let name: String
  let zone: String
  let week: WorkWeek
  let rev: Int64

  /// Throws `Refusal.invalid` with everything that is wrong, by field.
  init(form: Form) throws {
    name = form.text("name")
    zone = form.text("zone")
    rev = form.int("rev") ?? 0
    var problems: [Refusal.Problem] = []
    if name.isEmpty { problems.append(.init("name", "error.nameMissing")) }
    if name.count > Self.longestName { problems.append(.init("name", "error.tooLong", ["limit": String(Self.longestName)])) }
    if !Zones.isKnown(zone) { problems.append(.init("zone", "error.unknownTimeZone", ["zone": zone])) }
    let week = Self.week(form, &problems)
    guard problems.isEmpty, let week else { throw Refusal.invalid(problems) }
    self.week = week
  }

  static func week(_ form: Form, _ problems: inout [Refusal.Problem]) -> WorkWeek? {
    var hours: [Weekday: [Hours]] = [:]
    let before = problems.count
    for (day, field) in zip(Weekday.allCases, fields) {
      hours[day] = Self.hours(form.text(field), field: field, &problems)
    }
    guard problems.count == before else { return nil }
    do {
      return try WorkWeek(hours)
    } catch {
      problems.append(error.problem)
      return nil
    }
  }

  static func hours(_ text: String, field: String, _ problems: inout [Refusal.Problem]) -> [Hours] {
    var found: [Hours] = []
    for part in text.split(separator: ",") where !part.allSatisfy(\.isWhitespace) {
      if let hours = Hours(part) {
        found.append(hours)
      } else {
        problems.append(.init(field, "calendar.error.hours", ["text": part.trimmingCharacters(in: .whitespaces)]))
      }
    }
    return found
  }

  static func text(_ hours: [Hours]) -> String { hours.map(\.text).joined(separator: ", ") }
}

extension CalendarFault {
  /// In the words of a form, at the field that it is about.
  var problem: Refusal.Problem {
    switch self {
    case .noHours: .init("week", "calendar.error.noHours")
    case .unknownZone(let zone): .init("zone", "error.unknownTimeZone", ["zone": zone])
    case .badHours(let hours, let place): .init(place.field, "calendar.error.badHours", ["text": hours.text])
    case .overlap(let one, let other, let place): .init(place.field, "calendar.error.overlap", ["one": one.text, "other": other.text])
    case .repeatedDate(let date): .init("date", "calendar.error.repeatedDate", ["date": date.iso])
    }
  }
}

extension CalendarFault.Place {
  fileprivate var field: String {
    switch self {
    case .weekday(let day): CalendarEdit.fields[day.index]
    case .date: "hours"
    }
  }
}
