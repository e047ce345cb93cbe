import Hummingbird
import Web

/// Until when a ticket rests: a few usual mornings, or any moment.
struct PostponementForm: DialogPage {
  let ticket: TicketName
  let until: Instant?
  let timeZone: String
  let refused: RefusedForm?

  var section: Section? { .tickets }
  func dialogTitle(_ t: Words) -> String { t("ticket.postpone") }

  func content(_ frame: Frame) -> HTML {
    let t = frame.t
    let stored = until ?? Morning.next(frame.now, in: timeZone).first?.at
    let form = FormView(frame, ["until": [stored.map { LocalMoment.text($0, in: timeZone) } ?? ""]], refused: refused)
    return """
      <p class="muted">\(t("ticket.postpone.about"))</p>
      <form class="form" id="postponement-form" method="post" action="/tickets/\(ticket.number)/postponement">\(form.hidden)\(form.banner)
      <div class="button-row">\(each: Morning.next(frame.now, in: timeZone), { morning($0, frame) })</div>
      \(form.input("until", t("ticket.postpone.until"), type: "datetime-local", hint: t("ticket.postpone.zone", ["zone": timeZone])))
      </form>
      """
  }

  private func morning(_ morning: Morning, _ frame: Frame) -> HTML {
    // words: ticket.postpone.tomorrow ticket.postpone.monday ticket.postpone.week
    """
    <button class="button" name="morning" value="\(LocalMoment.text(morning.at, in: timeZone))" formnovalidate>\
    \(frame.t("ticket.postpone.\(morning.key)"))</button>
    """
  }

  func buttons(_ frame: Frame) -> HTML {
    """
    <a class="button" href="/tickets/\(ticket.number)" data-dialog-close>\(frame.t("ticket.cancel"))</a>\
    <button class="button button-primary" form="postponement-form">\(frame.t("ticket.postpone.set"))</button>
    """
  }
}

/// Nine o'clock on the wall of the zone: tomorrow, on the next Monday, in a week.
struct Morning: Equatable {
  let key: String
  let at: Instant

  static func next(_ now: Instant, in zone: String) -> [Morning] {
    let today = String(LocalMoment.text(now, in: zone).prefix(10))
    guard let noon = Instant(iso: today + "T12:00Z") else { return [] }
    // 1970 began on a Thursday.
    let weekday = Int((noon.milliseconds / 86_400_000 + 3) % 7)
    let days = [("tomorrow", 1), ("monday", 7 - weekday), ("week", 7)]
    var seen: Set<Int> = []
    return days.filter { seen.insert($0.1).inserted }.compactMap { key, days in
      let day = noon.adding(milliseconds: Int64(days) * 86_400_000).iso.prefix(10)
      return LocalMoment.instant("\(day)T09:00", in: zone).map { Morning(key: key, at: $0) }
    }
  }
}

enum PostponementRoutes {
  static func add(to routes: Routes) {
    routes.get("tickets/:number/postponement", .right(.changeTickets)) { try await show($0, refused: nil) }
    routes.post("tickets/:number/postponement", .right(.changeTickets)) { visit in
      try await visit.submit {
        let (agent, number) = (try visit.agent, try visit.number("number"))
        let typed = visit.form.optionalText("morning") ?? visit.form.text("until")
        guard let until = LocalMoment.instant(typed, in: visit.timeZone) else { throw Refusal.invalid("until", "ticket.postpone.when") }
        let after = try await visit.world.write { change in
          var ticket = try agent.ticket(number, to: .changeTickets, in: change.db)
          try ticket.postpone(until: until, by: agent.actor, in: change)
          return ticket
        }
        return visit.changed(after, say: visit.t("ticket.saved"))
      } refused: {
        try await show(visit, refused: $0)
      }
    }
  }

  private static func show(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let (agent, number) = (try visit.agent, try visit.number("number"))
    let ticket = try await visit.world.read { db in try agent.ticket(number, to: .changeTickets, in: db) }
    return visit.sheet(
      PostponementForm(ticket: TicketName(ticket), until: ticket.postponedUntil, timeZone: visit.timeZone, refused: refused),
      status: refused?.status ?? .ok)
  }
}
