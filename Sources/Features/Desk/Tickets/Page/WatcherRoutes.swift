import Hummingbird
import Storage
import Web

/// Who reads along on a ticket.
enum WatcherRoutes {
  static func add(to routes: Routes) {
    routes.get("tickets/:number/watchers", .right(.viewTickets)) { visit in
      try await visit.sheet(page(visit))
    }
    routes.post("tickets/:number/observers", .right(.viewTickets)) { visit in
      try await change(visit, Observer(form: visit.form)) { ticket, observer, actor, change in
        try ticket.observe(observer, by: actor, in: change)
      }
    }
    routes.delete("tickets/:number/observers/:kind/:id", .right(.viewTickets)) { visit in
      guard let kind = Observer.Kind(rawValue: try visit.parameter("kind")) else { throw Refusal.notFound }
      return try await change(visit, Observer(kind, try visit.number("id"))) { ticket, observer, actor, change in
        try ticket.stopObserving(observer, by: actor, in: change)
      }
    }
  }

  private static func page(_ visit: Visit, problem: String? = nil) async throws -> WatchersPage {
    let (agent, number) = (try visit.agent, try visit.number("number"))
    return try await visit.world.read { db in
      let ticket = try agent.ticket(number, in: db)
      return WatchersPage(
        ticket: TicketName(ticket), watchers: try agent.watchers(of: ticket, in: db), colleagues: try agent.assignees(in: db),
        teams: try agent.allTeams(in: db), mayChange: agent.mayDo(.changeTickets, to: ticket), me: agent.id, problem: problem)
    }
  }

  private static func change(
    _ visit: Visit, _ observer: Observer?, _ verb: @escaping @Sendable (Ticket, Observer, Actor, Transaction) throws -> Void
  ) async throws -> Response {
    let (agent, number, email) = (try visit.agent, try visit.number("number"), visit.form.text("email"))
    do {
      try await visit.world.write { change in
        // Whoever sees a ticket may follow it; others are added by those who may change it.
        let isSelf = observer == Observer(.employee, agent.id)
        let ticket = try agent.ticket(number, to: isSelf ? .viewTickets : .changeTickets, in: change.db)
        let observer = try observer ?? Observer(.contact, agent.contact(at: email, field: "email", in: change.db))
        try verb(ticket, observer, agent.actor, change)
      }
    } catch Refusal.invalid(let problems) where !visit.wantsJSON {
      let text = problems.map { visit.t($0.key, $0.values) }.joined(separator: " ")
      return try await visit.sheet(page(visit, problem: text), status: .unprocessableContent)
    }
    if visit.isFragment { return try await visit.sheet(page(visit)) }
    return visit.redirect(to: "/tickets/\(number)/watchers")
  }
}

extension Observer {
  fileprivate init?(form: Form) { self.init(form.text("who")) }

  /// "employee:7" or "team:2"; a contact is named by address.
  init?(_ text: String) {
    let halves = text.split(separator: ":")
    guard halves.count == 2, let kind = Kind(rawValue: String(halves[0])), let id = Int64(halves[1]) else { return nil }
    self.init(kind, id)
  }
}
