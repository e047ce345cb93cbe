import Hummingbird
import Storage
import Web

/// `POST /tickets/42/presence` says that I am there, `GET` who else is. Names only to those who see the ticket.
enum PresenceRoutes {
  static func add(to routes: Routes) {
    routes.post("tickets/:number/presence", .right(.viewTickets)) { visit in
      let (number, agent) = (try visit.number("number"), try visit.agent)
      let word = visit.form.text("state")
      let state = Presence.State(rawValue: word)
      guard state != nil || word == "gone" else { throw Refusal.invalid("state", "error.unknownChoice") }
      let ticket = try await visit.world.say(state, on: number, by: agent)
      if state != nil {
        try await visit.world.see(ticket, by: agent)
        try await visit.readNotices(of: ticket.number)
      }
      return Response(status: .noContent)
    }
    routes.get("tickets/:number/presence", .right(.viewTickets)) { visit in
      let (number, agent) = (try visit.number("number"), try visit.agent)
      let people = visit.world.live.presence.people(on: number, now: visit.now).filter { $0.employee != agent.id }
      let names = try await visit.world.read { db in
        _ = try agent.ticket(number, in: db)
        return try agent.employeeNames(people.map(\.employee), in: db)
      }
      let view = PresenceView(ticket: number, people: people.compactMap { person in names[person.employee].map { ($0, person.state) } })
      return visit.wantsJSON ? try visit.json(view.object(visit.t)) : view.html(visit.frame).response(status: .ok)
    }
  }
}

extension World {
  /// By the store's signals, so that the other processes hear it too.
  fileprivate func say(_ state: Presence.State?, on ticket: Int64, by agent: Agent) async throws -> Ticket {
    let found = try await read { db in try agent.ticket(ticket, in: db) }
    let word = Presence.word(agent.id, state)
    try await store.write { db in try db.signal("\(Presence.topic(ticket)) \(word)") }
    return found
  }
}
