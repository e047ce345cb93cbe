import Storage
import Web

extension Event.Kind {
  package static let deskChanged = Event.Kind("desk.changed")
}

/// What the desk says of itself, as somebody typed it.
struct DeskEdit: Sendable {
  let name: String
  let language: Language?
  let timeZone: String
  /// How long a finished ticket waits for the client's objection.
  let closeAfterDays: Int64?
  let rev: Int64

  static let days: ClosedRange<Int64> = 1...365

  init(form: Form) {
    name = form.text("name")
    language = Language(rawValue: form.text("language"))
    timeZone = form.text("timeZone")
    closeAfterDays = form.int("closeAfterDays")
    rev = form.int("rev") ?? 0
  }

  static func revision(in db: any Database) throws -> Int64 { try db.value("SELECT rev FROM desk WHERE id = 1") ?? 1 }

  var problems: [Refusal.Problem] {
    var problems = Checks.name(name, "name", missing: "error.companyMissing")
    if language == nil { problems.append(.init("language", "error.unknownChoice")) }
    if !Zones.isKnown(timeZone) { problems.append(.init("timeZone", "error.unknownTimeZone", ["zone": timeZone])) }
    if closeAfterDays.map({ !Self.days.contains($0) }) ?? true { problems.append(.init("closeAfterDays", "settings.desk.daysRange")) }
    return problems
  }
}

extension Agent {
  func changeDesk(_ edit: DeskEdit, in change: Transaction) throws {
    try require(.changeSettings)
    guard edit.problems.isEmpty, let language = edit.language, let days = edit.closeAfterDays else { throw Refusal.invalid(edit.problems) }
    let before = try DeskProfile.load(in: change.db)
    let daysBefore: Int64? = try change.db.value("SELECT close_after_days FROM desk WHERE id = 1")
    let changed = try change.db.run(
      """
      UPDATE desk SET name = \(edit.name), language = \(language), time_zone = \(edit.timeZone),
        close_after_days = \(days), rev = rev + 1
      WHERE id = 1 AND rev = \(edit.rev)
      """)
    guard changed == 1 else { throw Refusal.conflict("form.changedMeanwhile") }
    let changes = Event.Change.differing([
      ("name", before.name, edit.name), ("language", before.language.rawValue, language.rawValue),
      ("timeZone", before.timeZone, edit.timeZone), ("closeAfterDays", daysBefore.map(String.init), String(days)),
    ])
    if !changes.isEmpty { try change.record(Event(.deskChanged, of: .desk, by: actor, changes: changes)) }
  }
}

extension Event.Change {
  /// The fields that are another now.
  package static func differing(_ fields: [(name: String, before: String?, after: String?)]) -> [Event.Change] {
    fields.filter { $0.before != $0.after }.map { Event.Change($0.name, $0.before, $0.after) }
  }
}

/// Checks that several forms share.
enum Checks {
  static let longestName = 200

  static func name(_ text: String, _ field: String, missing: String = "error.nameMissing") -> [Refusal.Problem] {
    if text.isEmpty { return [.init(field, missing)] }
    return tooLong(text, field, limit: longestName)
  }

  static func tooLong(_ text: String, _ field: String, limit: Int) -> [Refusal.Problem] {
    text.count > limit ? [.init(field, "error.tooLong", ["limit": String(limit)])] : []
  }

  static func email(_ text: String, _ field: String) -> [Refusal.Problem] {
    EmailAddress.isPlausible(text) ? [] : [.init(field, "error.emailInvalid")]
  }
}
