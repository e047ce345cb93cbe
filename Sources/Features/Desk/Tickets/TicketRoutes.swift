import Hummingbird
import Web

enum TicketRoutes {
  static func add(to routes: Routes) {
    routes.get("/", .signedIn) { visit in visit.redirect(to: "/tickets") }
    routes.get("tickets", .right(.viewTickets)) { visit in
      let agent = try visit.agent
      let view = visit.query("view").flatMap(TicketList.View.init) ?? .mine
      let before = visit.query("before").flatMap(Int64.init) ?? .max
      let (list, words) = try await visit.world.read { db in
        (try agent.ticketList(view, before: before, in: db), try TicketWords.load(in: db))
      }
      return visit.page(TicketListPage(list: list, statuses: words.statuses, agent: agent))
    }
    routes.get("tickets/:number", .right(.viewTickets)) { visit in
      let (agent, number) = (try visit.agent, try visit.number("number"))
      return try await visit.page(
        visit.world.read { db in
          let ticket = try agent.ticket(number, in: db)
          return TicketPage(
            ticket: ticket, messages: try agent.messages(of: ticket, in: db), status: try TicketWords.load(in: db).status(ticket.statusID),
            agent: agent)
        })
    }
  }
}
