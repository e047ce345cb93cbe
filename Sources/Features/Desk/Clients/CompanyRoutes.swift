import Hummingbird
import Storage
import Web

enum CompanyRoutes {
  static func add(to routes: Routes) {
    routes.get("clients", .right(.viewClients)) { visit in visit.redirect(to: "/companies") }
    routes.get("companies", .right(.viewClients)) { try await ClientListPage.answer(.company, $0) }
    routes.get("companies/new", .right(.changeClients)) { try await form(nil, $0, refused: nil) }
    routes.post("companies", .right(.changeClients)) { visit in
      try await visit.submit {
        let (agent, edit, key) = (try visit.agent, CompanyEdit(form: visit.form), visit.form.raw("key"))
        let id = try await visit.world.write { change in
          try change.once(key, for: agent) { String(try agent.addCompany(edit, in: change)) }
        }
        return visit.redirect(to: "/companies/\(id)")
      } refused: {
        try await form(nil, visit, refused: $0)
      }
    }
    routes.get("companies/:id", .right(.viewClients)) { try await page($0) }
    routes.get("companies/:id/edit", .right(.changeClients)) { try await form($0.number("id"), $0, refused: nil) }
    routes.post("companies/:id", .right(.changeClients)) { visit in
      let id = try visit.number("id")
      return try await visit.submit {
        let (agent, edit) = (try visit.agent, CompanyEdit(form: visit.form))
        try await visit.world.write { try agent.change(company: id, to: edit, in: $0) }
        return visit.redirect(to: "/companies/\(id)")
      } refused: {
        try await form(id, visit, refused: $0)
      }
    }
  }

  private static func page(_ visit: Visit) async throws -> Response {
    let (agent, id, after) = (try visit.agent, try visit.number("id"), visit.hit)
    let before = visit.query("before").flatMap(Int64.init) ?? .max
    let page = try await visit.world.read { db in
      CompanyPage(
        company: try agent.company(id, in: db), contacts: try agent.contacts(ofCompany: id, after: after, in: db),
        tickets: try ClientTickets.load(of: "t.company_id = \(id)", before: before, for: agent, in: db))
    }
    return visit.page(page).response(status: .ok)
  }

  private static func form(_ id: Int64?, _ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let agent = try visit.agent
    let page = try await visit.world.read { db in
      CompanyFormPage(
        company: try id.map { try agent.company($0, in: db) }, lastChange: try id.flatMap { try LastChange.of(.company($0), in: db) },
        refused: refused)
    }
    return visit.page(page).response(status: refused?.status ?? .ok)
  }
}

extension Visit {
  /// Where a list goes on: after this word and id.
  var hit: ClientWords.Hit? {
    guard let word = query("at"), let id = query("after").flatMap(Int64.init) else { return nil }
    return ClientWords.Hit(word: word, id: id)
  }
}
