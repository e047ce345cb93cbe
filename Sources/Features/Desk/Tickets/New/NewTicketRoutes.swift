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
    let isSeen = try await world.read { db in
      try db.exists("SELECT 1 FROM ticket t WHERE t.number = \(Int64(number) ?? 0) AND \(agent.ticketScope(for: .viewTickets))")
    }
    return isSeen ? "/tickets/\(number)#created" : "/tickets#created"
  }
}

extension Agent {
  fileprivate func guess(_ named: NamedClient, in db: any Database) throws -> Int64? {
    do { return try knownRequester(named, in: db) } catch Refusal.invalid { return nil }
  }

  fileprivate func guessCompany(_ named: NamedClient, of requester: Int64?, in db: any Database) throws -> Int64? {
    let usual: Int64? = try requester.flatMap { try db.value("SELECT company_id FROM contact WHERE id = \($0) AND company_id IS NOT NULL") }
    guard !named.companyName.isEmpty, may(.viewClients) else { return usual }
    let found: [Int64] = try db.values("SELECT id FROM company WHERE sort_name = \(SearchKey.of(named.companyName)) ORDER BY id LIMIT 2")
    let chosen = named.company.flatMap { Int64($0) }
    return found.first { $0 == chosen } ?? found.first { $0 == usual } ?? (found.count == 1 ? found.first : nil)
  }

  /// Own files that went up for a form that came back.
  fileprivate func waiting(_ publicIDs: [String], in db: any Database) throws -> [Attachment] {
    let ids = try waitingUploads(publicIDs, on: nil, in: db)
    return try db.rows("SELECT * FROM attachment WHERE id IN (\(list: Array(ids.values))) ORDER BY id").map(Attachment.init)
  }
}
