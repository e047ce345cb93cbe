import Hummingbird
import Storage
import Web

/// A new ticket by an employee.
enum NewTicketRoutes {
  static func add(to routes: Routes) {
    routes.get("tickets/new", .right(.createTickets)) { try await form($0, refused: nil) }
    routes.get("tickets/new/panels", .right(.createTickets)) { visit in
      let asked = visit.asked
      let panels = try await visit.world.read { try visit.panels(asked, in: $0) }
      return panels.html(visit.frame).response(status: .ok)
    }
    routes.post("tickets", .right(.createTickets), upTo: Form.limit) { visit in
      try await visit.submit {
        let (agent, key) = (try visit.agent, visit.form.raw("key"))
        let wish = try NewTicketWish(visit.form, blobs: visit.world.blobs, unnamedFile: visit.t("files.unnamed"))
        let number = try await visit.world.write { change in
          try change.once(key, for: agent) { String(try agent.open(wish, in: change).number) }
        }
        return visit.redirect(to: try await visit.whereTo(number))
      } refused: {
        try await form(visit, refused: $0)
      }
    }
  }

  private static func form(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let agent = try visit.agent
    let query = visit.asked
    let page = try await visit.world.read { db in
      let prefill = try NewTicketPrefill.load(query, for: agent, in: db)
      let typed = refused?.form ?? Form(prefill.fields.map { ($0.key, $0.value) })
      return NewTicketPage(
        choices: try .load(for: agent, in: db), prefill: prefill, panels: try visit.panels(typed, in: db),
        waiting: try agent.waiting(typed.all("upload"), in: db), refused: refused)
    }
    return visit.page(page).response(status: refused?.status ?? .ok)
  }
}

extension Visit {
  /// What features say beside the form, from what stands in it by now.
  fileprivate func panels(_ form: Form, in db: any Database) throws -> NewTicketPanels {
    let (agent, named) = (try agent, NamedClient(form))
    var outline = RequestOutline()
    outline.typeID = form.int("type")
    outline.priorityID = form.int("priority")
    outline.subject = form.text("subject")
    // Half a name is nobody yet.
    outline.requesterID = agent.may(.viewClients) ? try agent.guess(named, in: db) : nil
    outline.companyID = try agent.guessCompany(named, of: outline.requesterID, in: db)
    return NewTicketPanels(contents: try world.features.flatMap { $0.newTicketPanels }.compactMap { try $0.load(outline, agent, db, now) })
  }

  /// To the ticket, unless it went to where this employee does not see it.
  fileprivate func whereTo(_ number: String) async throws -> String {
    let agent = try agent
    let isSeen = try await world.read { try agent.sees(ticket: Int64(number) ?? 0, in: $0) }
    return isSeen ? "/tickets/\(number)#created" : "/tickets#created"
  }
}
