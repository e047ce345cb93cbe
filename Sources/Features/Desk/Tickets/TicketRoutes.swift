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
    NewTicketRoutes.add(to: routes)
    TicketPageRoutes.add(to: routes)
    MessageRoutes.add(to: routes)
    DraftRoutes.add(to: routes)
    FieldRoutes.add(to: routes)
    WatcherRoutes.add(to: routes)
    HistoryRoutes.add(to: routes)
    MessageBodyRoute.add(to: routes)
    FileRoutes.add(to: routes)
  }
}
