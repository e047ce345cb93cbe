import Desk
import Storage
import Web

/// The wizard's question about working hours: they become the desk's usual calendar.
struct HoursStep: SetupStep {
  static let id = "hours"
  static let position = 200

  static func load(_ agent: Agent, in db: any Database) throws -> any SetupForm { HoursForm(calendar: try DeskCalendar.usual(in: db)) }

  static func save(_ form: Form, by agent: Agent, visit: Visit) async throws {
    var problems: [Refusal.Problem] = []
    let (zone, hasHolidays, rev) = (form.text("zone"), form.isOn("holidays"), form.int("rev") ?? 0)
    if !Zones.isKnown(zone) { problems.append(.init("zone", "error.unknownTimeZone", ["zone": zone])) }
    let week = CalendarEdit.week(form, &problems)
    guard problems.isEmpty, let week else { throw Refusal.invalid(problems) }
    try await visit.world.write { change in
      let usual = try DeskCalendar.usual(in: change.db)
      try agent.changeCalendar(usual.id, rev: rev, in: change) { hours throws(CalendarFault) in
        try RussianHolidays.set(hasHolidays, in: hours, zone: zone, week: week)
      }
    }
  }
}

struct HoursForm: SetupForm {
  let calendar: DeskCalendar

  func html(_ frame: Frame, refused: Form?, problems: [Refusal.Problem]) -> HTML {
    let t = frame.t
    var stored = WeekFields.stored(calendar.hours.week)
    stored["zone"] = [calendar.hours.zone]
    stored["holidays"] = [RussianHolidays.areKept(in: calendar.hours) ? "1" : "0"]
    stored["rev"] = [String(calendar.rev)]
    let isConflict = problems.contains { $0.key == "form.changedMeanwhile" }
    let form = FormView(frame, stored, refused: refused.map { RefusedForm(form: $0, problems: problems, isConflict: isConflict) })
    return """
      \(form.revision)\(form.select("zone", t("calendar.zone"), Zones.groups(t, now: frame.now)))
      \(WeekFields(form: form, problems: problems).html(t))
      \(form.check("holidays", t("calendar.holidays"), hint: t("calendar.holidaysHint")))
      """
  }
}
