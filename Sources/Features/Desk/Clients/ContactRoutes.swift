import Hummingbird
import Storage
import Web

enum ContactRoutes {
  static func add(to routes: Routes) {
    routes.get("contacts", .right(.viewClients)) { try await ClientListPage.answer(.contact, $0) }
    routes.get("contacts/new", .right(.changeClients)) { try await form(nil, $0, refused: nil) }
    routes.post("contacts", .right(.changeClients)) { visit in
      try await visit.submit {
        let (agent, edit, key) = (try visit.agent, ContactEdit(form: visit.form), visit.form.raw("key"))
        let id = try await visit.world.write { change in
          try change.once(key, for: agent) { String(try agent.addContact(edit, in: change)) }
        }
        return visit.redirect(to: "/contacts/\(id)")
      } refused: {
        try await form(nil, visit, refused: $0)
      }
    }
    routes.get("contacts/:id", .right(.viewClients)) { try await page($0) }
    routes.get("contacts/:id/edit", .right(.changeClients)) { try await form($0.number("id"), $0, refused: nil) }
    routes.post("contacts/:id", .right(.changeClients)) { visit in
      let id = try visit.number("id")
      return try await visit.submit {
        let (agent, edit) = (try visit.agent, ContactEdit(form: visit.form))
        try await visit.world.write { try agent.change(contact: id, to: edit, in: $0) }
        return visit.redirect(to: "/contacts/\(id)")
      } refused: {
        try await form(id, visit, refused: $0)
      }
    }
  }

  private static func page(_ visit: Visit) async throws -> Response {
    let (agent, id) = (try visit.agent, try visit.number("id"))
    let before = visit.query("before").flatMap(Int64.init) ?? .max
    let page = try await visit.world.read { db in
      let contact = try agent.contact(id, in: db)
      return ContactPage(
        contact: contact, emails: try agent.emails(of: id, in: db), company: try agent.companyName(contact.companyID, in: db),
        tickets: try ClientTickets.load(of: "t.requester_id = \(id)", before: before, for: agent, in: db))
    }
    return visit.page(page).response(status: .ok)
  }

  private static func form(_ id: Int64?, _ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let (agent, given) = (try visit.agent, visit.query("company").flatMap(Int64.init))
    let page = try await visit.world.read { db in
      let contact = try id.map { try agent.contact($0, in: db) }
      let company = contact == nil ? given : contact?.companyID
      return ContactFormPage(
        contact: contact, emails: try id.map { try agent.emails(of: $0, in: db).map(\.address) } ?? [], companyID: company,
        companyName: try agent.companyName(company, in: db), lastChange: try id.flatMap { try LastChange.of(.contact($0), in: db) },
        refused: refused)
    }
    return visit.page(page).response(status: refused?.status ?? .ok)
  }
}
