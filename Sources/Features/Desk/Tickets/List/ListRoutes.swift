import Hummingbird
import Web

/// `GET /tickets` is the page, or the part of it that a module puts in the place of `HX-Target`.
enum ListRoutes {
  static func add(to routes: Routes) {
    routes.get("/", .signedIn) { visit in visit.redirect(to: "/tickets") }
    routes.get("tickets", .right(.viewTickets)) { visit in try await list(visit) }
    routes.post("tickets/columns", .right(.viewTickets)) { visit in
      let (agent, form) = (try visit.agent, visit.form)
      try await visit.world.write { change in try agent.show(Set(form.all("column").compactMap(ListColumn.init)), in: change) }
      return visit.redirect(to: LocalPath.checked(form.raw("next")))
    }
  }

  private static func list(_ visit: Visit) async throws -> Response {
    let agent = try visit.agent
    let ask = visit.listAsk(visit.namedList ?? ListQuery(.usual(for: agent)))
    let target = visit.isFragment ? visit.target : nil
    let views = try await visit.world.read { db in try ViewsColumn.load(ask.query, for: agent, in: db) }
    if target == "views" { return visit.fragment(views.html(visit.frame)) }
    let list = try await visit.world.read { db in try TicketList.load(ask, for: agent, in: db) }
    var page = TicketListPage(list: list, views: views, opened: nil)
    if target == "rows" { return visit.fragment(page.news(visit.frame)) }
    if let number = visit.query("ticket").flatMap({ Int64($0) }) { page.opened = try await visit.openSheet(number) }
    if target == "list" { return visit.fragment(page.section(visit.frame)) }
    return visit.page(page).response(status: .ok, headers: Visit.partial)
  }
}

extension Visit {
  /// One address, several answers.
  static let partial: HTTPFields = [.vary: "HX-Request, HX-Target"]
}
