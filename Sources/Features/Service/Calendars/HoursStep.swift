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
    let zone = form.text("zone"), hasHolidays = form.isOn("holidays")
    if !Zones.isKnown(zone) { problems.append(.init("zone", "error.unknownTimeZone", ["zone": zone])) }
    let week = CalendarEdit.week(form, &problems)
    guard problems.isEmpty, let week else { throw Refusal.invalid(problems) }
    try await visit.world.write { change in
      let usual = try DeskCalendar.usual(in: change.db)
      try agent.changeCalendar(usual.id, in: change) { _ throws(CalendarFault) in
        let plain = try WorkCalendar(zone: zone, week: week)
        return hasHolidays ? try plain.following(.russia2026).following(.russia2027) : plain
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
    stored["holidays"] = [calendar.hours.exceptions.isEmpty ? "0" : "1"]
    let form = FormView(frame, stored, refused: refused.map { RefusedForm(form: $0, problems: problems, isConflict: false) })
    return """
      \(form.select("zone", t("calendar.zone"), Zones.groups(t, now: frame.now)))
      \(WeekFields(form: form, problems: problems).html(t))
      \(form.check("holidays", t("calendar.holidays"), hint: t("calendar.holidaysHint")))
      """
  }
}
