import Desk
import Hummingbird
import Storage
import Web

enum DeadlineRoutes {
  static func add(to routes: Routes) {
    routes.get("tickets/:number/deadlines", .right(.viewTickets)) { try await show($0, refused: nil) }
    routes.post("tickets/:number/deadlines", .right(.changeTickets)) { visit in
      try await visit.submit {
        let (agent, number) = (try visit.agent, try visit.number("number"))
        let manual = try ManualDeadline(form: visit.form, timeZone: visit.timeZone, now: visit.now)
        try await visit.world.write { change in
          try manual.set(on: agent.ticket(number, to: .changeTickets, in: change.db), by: agent, in: change)
        }
        return visit.redirect(to: "/tickets/\(number)")
      } refused: {
        try await show(visit, refused: $0)
      }
    }
    routes.delete("tickets/:number/deadlines/:target", .right(.changeTickets)) { visit in
      let (agent, number) = (try visit.agent, try visit.number("number"))
      guard let target = TargetKind(rawValue: try visit.parameter("target")) else { throw Refusal.notFound }
      try await visit.world.write { change in
        try ManualDeadline.remove(target, from: agent.ticket(number, to: .changeTickets, in: change.db), by: agent, in: change)
      }
      return visit.redirect(to: "/tickets/\(number)")
    }
  }

  private static func show(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let (agent, number, now, zone) = (try visit.agent, try visit.number("number"), visit.now, visit.timeZone)
    let page = try await visit.world.read { db in
      let ticket = try agent.ticket(number, in: db)
      return DeadlinesPage(
        ticket: ticket, targets: try ExplainedTarget.all(of: ticket, for: agent, at: now, in: db),
        times: try SpentTime.of(ticket, for: agent, at: now, in: db), mayChange: agent.mayDo(.changeTickets, to: ticket), timeZone: zone,
        refused: refused)
    }
    let html = visit.target == "dialog" ? page.dialog(visit.frame) : visit.page(page)
    return html.response(status: refused?.status ?? .ok)
  }
}
