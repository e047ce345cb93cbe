import Hummingbird
import Storage
import Web

/// Changing a ticket: its status, its fields, its end.
enum FieldRoutes {
  static func add(to routes: Routes) {
    routes.post("tickets/:number/status", .right(.changeTickets)) { visit in
      try await change(visit, [.status])
    }
    routes.post("tickets/:number/fields", .right(.changeTickets)) { visit in
      try await change(visit, TicketWishes.Field.allCases.filter { $0 != .status })
    }
    routes.post("tickets/:number/closure", .right(.changeTickets)) { visit in
      try await end(visit) { ticket, agent, change in
        if !visit.form.isOn("anyway"), try ticket.wouldEndUnanswered(with: .closed, in: change.db) { throw EndsUnanswered() }
        try ticket.close(by: agent.actor, in: change)
      }
    }
    routes.delete("tickets/:number/closure", .right(.changeTickets)) { visit in
      try await end(visit) { ticket, agent, change in try ticket.reopen(by: agent.actor, in: change) }
    }
    routes.get("tickets/:number/requester", .right(.changeTickets)) { visit in
      let (agent, number) = (try visit.agent, try visit.number("number"))
      let ticket = try await visit.world.read { db in try agent.ticket(number, to: .changeTickets, in: db) }
      try agent.require(.viewClients)
      return visit.sheet(RequesterForm(ticket: TicketName(ticket), rev: ticket.rev))
    }
  }

  private static func change(_ visit: Visit, _ fields: [TicketWishes.Field]) async throws -> Response {
    let (agent, number, rev, anyway) = (try visit.agent, try visit.number("number"), visit.form.int("rev"), visit.form.isOn("anyway"))
    let typed = TicketWishes(visit.form, fields)
    do {
      let after = try await visit.world.write { change in
        var ticket = try agent.ticket(number, to: .changeTickets, in: change.db)
        let wishes = try typed.resolved(for: agent, in: change.db)
        if !anyway, let category = try wishes.category(in: change.db), try ticket.wouldEndUnanswered(with: category, in: change.db) {
          throw EndsUnanswered()
        }
        try ticket.fulfil(wishes, since: rev, by: agent, in: change)
        return ticket
      }
      return visit.changed(after, say: visit.t("ticket.saved"))
    } catch let found as FieldConflicts {
      return try await visit.answer(to: found, number)
    } catch is EndsUnanswered {
      return try await visit.askToEnd(number)
    }
  }

  private static func end(
    _ visit: Visit, _ verb: @escaping @Sendable (inout Ticket, Agent, Transaction) throws -> Void
  ) async throws -> Response {
    let (agent, number) = (try visit.agent, try visit.number("number"))
    do {
      let after = try await visit.world.write { change in
        var ticket = try agent.ticket(number, to: .changeTickets, in: change.db)
        try verb(&ticket, agent, change)
        return ticket
      }
      return visit.changed(after, say: visit.t(after.isOpen ? "ticket.reopened" : "ticket.closed"))
    } catch is EndsUnanswered {
      return try await visit.askToEnd(number)
    }
  }
}

/// The ticket would end without a public answer, and nobody has said yet that it may.
private struct EndsUnanswered: Error {}

extension Visit {
  /// After a change: the page for plain forms, the new version and a word for modules.
  func changed(_ ticket: Ticket, say text: String) -> Response {
    guard isFragment || wantsJSON else { return redirect(to: "/tickets/\(ticket.number)") }
    return Response(
      status: .noContent,
      headers: [HTTPField.Name("X-Rev")!: String(ticket.rev), .hxTrigger: Toast(text).header, .cacheControl: "no-store"])
  }

  /// A form that opens as a dialog, and is a page without scripts.
  func sheet(_ form: some DialogPage, status: HTTPResponse.Status = .ok) -> Response {
    let html = isFragment && target == "dialog" ? form.fragment(frame) : page(form)
    return html.response(status: status, headers: [.vary: "HX-Request, HX-Target"])
  }

  fileprivate func askToEnd(_ number: Int64) async throws -> Response {
    let agent = try agent
    let ticket = try await world.read { try agent.ticket(number, in: $0) }
    let fields = form.fields.filter { !["csrf", "anyway"].contains($0.name) }
    let question = EndingQuestion(ticket: TicketName(ticket), path: request.uri.path, fields: fields.map { ($0.name, $0.value) })
    return sheet(question, status: .conflict)
  }
}

extension TicketWishes {
  fileprivate init(_ form: Form, _ fields: [Field]) {
    self.init()
    for field in fields where form.raw(field.rawValue) != nil { values[field] = .some(form.optionalText(field.rawValue)) }
  }

  /// A requester may be named by address where no script has put an id. By trying ids and addresses one learns who is a client: that is
  /// for those who may look at clients.
  fileprivate func resolved(for agent: Agent, in db: any Database) throws -> TicketWishes {
    if values[.requester] != nil || values[.company] != nil { try agent.require(.viewClients) }
    guard let wish = values[.requester], let text = wish, Int64(text) == nil else { return self }
    var resolved = self
    let id = try agent.contact(at: text, field: "requester", in: db)
    resolved.values[.requester] = .some(String(id))
    return resolved
  }

  fileprivate func category(in db: any Database) throws -> StatusCategory? {
    guard let wish = values[.status], let id = wish.flatMap({ Int64($0) }) else { return nil }
    return try Ticket.category(of: id, in: db)
  }
}
