import Desk
import Hummingbird
import Storage
import Web

enum CalendarRoutes {
  static func add(to routes: Routes) {
    routes.get("settings/calendars", .right(.viewSettings)) { visit in
      let calendars = try await visit.world.read { try DeskCalendar.all(in: $0) }
      return try visit.settingsPage(CalendarsPage(calendars: calendars, mayChange: try visit.agent.may(.changeSettings)))
    }
    routes.get("settings/calendars/new", .right(.changeSettings)) { try await show($0, nil, refusal: nil) }
    routes.post("settings/calendars", .right(.changeSettings)) { visit in
      try await visit.submit {
        let (agent, edit) = (try visit.agent, try CalendarEdit(form: visit.form))
        let id = try await visit.world.write { try agent.addCalendar(edit, in: $0) }
        return visit.redirect(to: "/settings/calendars/\(id)")
      } refused: {
        try await show(visit, nil, refusal: (.week, $0))
      }
    }
    routes.get("settings/calendars/:id", .right(.viewSettings)) { try await show($0, try $0.number("id"), refusal: nil) }
    routes.post("settings/calendars/:id", .right(.changeSettings)) { visit in
      try await submit(visit, .week) { agent, id, t in
        let edit = try CalendarEdit(form: visit.form)
        return { change in
          guard let calendar = try DeskCalendar.find(id, in: change.db) else { throw Refusal.notFound }
          try agent.changeCalendar(id, to: edit, shownName: ShownNames(t: t).of(calendar), in: change)
        }
      }
    }
    routes.delete("settings/calendars/:id", .right(.changeSettings)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try agent.removeCalendar(id, in: $0) }
      return visit.redirect(to: "/settings/calendars")
    }
    addExceptions(to: routes)
  }

  private static func addExceptions(to routes: Routes) {
    routes.post("settings/calendars/:id/exceptions", .right(.changeSettings)) { visit in
      try await submit(visit, .exception) { agent, id, _ in
        let day = try ExceptionEdit(form: visit.form).day
        return { change in try agent.changeCalendar(id, in: change) { hours throws(CalendarFault) in try hours.with(day) } }
      }
    }
    routes.delete("settings/calendars/:id/exceptions/:date", .right(.changeSettings)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      guard let date = LocalDate(iso: try visit.parameter("date")) else { throw Refusal.notFound }
      try await visit.world.write { change in
        try agent.changeCalendar(id, in: change) { hours throws(CalendarFault) in try hours.without(date) }
      }
      return visit.redirect(to: "/settings/calendars/\(id)?year=\(date.parts.year)")
    }
    routes.post("settings/calendars/:id/production", .right(.changeSettings), upTo: 2 * LoadedProduction.largestFile) { visit in
      try await submit(visit, .production) { agent, id, _ in
        let loaded = try LoadedProduction(form: visit.form, year: visit.frame.clock.parts(visit.now).year)
        return { change in try agent.changeCalendar(id, in: change) { hours throws(CalendarFault) in try loaded.applied(to: hours) } }
      }
    }
  }

  /// One of the calendar's forms: what it does, or the page again with what was typed.
  private static func submit(
    _ visit: Visit, _ part: CalendarPage.Part,
    _ prepare: (Agent, Int64, Words) throws -> @Sendable (Transaction) throws -> Void
  ) async throws -> Response {
    let id = try visit.number("id")
    return try await visit.submit {
      let body = try prepare(visit.agent, id, visit.t)
      try await visit.world.write { try body($0) }
      let year = visit.query("year").flatMap { Int($0) }.map { "?year=\($0)" } ?? ""
      return visit.redirect(to: "/settings/calendars/\(id)\(year)")
    } refused: {
      try await show(visit, id, refusal: (part, $0))
    }
  }

  private static func show(
    _ visit: Visit, _ id: Int64?, refusal: (part: CalendarPage.Part, form: RefusedForm)?
  ) async throws -> Response {
    let (agent, zone, today) = (try visit.agent, visit.profile.timeZone, visit.frame.clock.parts(visit.now))
    let year = visit.query("year").flatMap { Int($0) }.map { min(max($0, 1971), 2099) } ?? today.year
    let date = visit.query("date").flatMap { LocalDate(iso: $0) }
    let page = try await visit.world.read { db in
      let calendar = try id.map { try DeskCalendar.inUse($0, in: db) }
      return CalendarPage(
        calendar: calendar, zone: zone, year: year, today: LocalDate(today.year, today.month, today.day) ?? LocalDate(number: 0),
        date: date,
        mayChange: agent.may(.changeSettings), lastChange: try id.flatMap { try LastChange.of(.calendar($0), in: db) },
        recount: try RecountProgress.load(in: db), refusal: refusal)
    }
    return try visit.settingsPage(page, status: refusal?.form.status ?? .ok)
  }
}
