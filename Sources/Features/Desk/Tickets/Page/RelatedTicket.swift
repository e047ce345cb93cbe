import Hummingbird
import Storage
import Web

/// The other ticket that has to do with this one, above the conversation; an employee judges where only a stranger said so.
struct RelatedTicket: Sendable {
  let number: Int64
  let relation: Ticket.Relation
  let other: Int64
  let subject: String
  let mayJudge: Bool

  /// A ticket that the reader does not see is not spoken of.
  static func load(_ ticket: Ticket, for agent: Agent, in db: any Database) throws -> RelatedTicket? {
    guard let related = ticket.relatedNumber, let relation = ticket.relation, ticket.joinedNumber == nil,
      let row = try db.row(
        "SELECT t.* FROM ticket t WHERE t.number = \(related) AND \(agent.ticketScope(for: .viewTickets))")
    else { return nil }
    let other = try Ticket(row: row)
    return RelatedTicket(
      number: ticket.number, relation: relation, other: other.number, subject: other.subject,
      mayJudge: agent.mayDo(.changeTickets, to: ticket) && agent.mayDo(.changeTickets, to: other))
  }

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    let link: HTML = "<a href=\"/tickets/\(other)\">\(frame.t.name(of: other, subject))</a>"
    guard relation == .named else {
      return "<p class=\"banner\">\(frame.icon("link"))<span class=\"banner-text\">\(t("ticket.related.continued")) \(link)</span></p>"
    }
    return """
      <div class="banner banner-soon">\(frame.icon("circle-alert"))<div class="banner-text"><b>\(t("ticket.related.named"))</b> \(link)\
      <p>\(t("ticket.related.namedAdvice"))</p>\(if: mayJudge, judgement(frame))</div></div>
      """
  }

  private func judgement(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="button-row"><form method="post" action="/tickets/\(number)/joining">\(frame.csrf)<input type="hidden" name="into" value="\(other)">\
      <button class="button">\(frame.icon("link"))\(t("ticket.related.join", ["number": String(other)]))</button></form>
      <form method="post" action="/tickets/\(number)/relation/delete">\(frame.csrf)<button class="button">\
      \(frame.icon("x"))\(t("ticket.related.keepApart"))</button></form></div>
      """
  }
}

enum RelationRoutes {
  static func add(to routes: Routes) {
    routes.post("tickets/:number/joining", .right(.changeTickets)) { visit in
      let (agent, number, into) = (try visit.agent, try visit.number("number"), visit.form.int("into"))
      let survivor = try await visit.world.write { change in
        var ticket = try agent.ticket(number, to: .changeTickets, in: change.db)
        // Only what a mail named and nobody judged yet: joining any two is a right of its own.
        guard ticket.isToBeJudged, let related = ticket.relatedNumber, related == into else {
          throw Refusal.conflict("ticket.join.impossible")
        }
        var other = try agent.ticket(related, to: .changeTickets, in: change.db)
        try ticket.join(&other, by: agent.actor, in: change)
        return other.number
      }
      return visit.redirect(to: "/tickets/\(survivor)")
    }
    routes.delete("tickets/:number/relation", .right(.changeTickets)) { visit in
      let (agent, number) = (try visit.agent, try visit.number("number"))
      try await visit.world.write { change in
        var ticket = try agent.ticket(number, to: .changeTickets, in: change.db)
        try ticket.keepApart(by: agent.actor, in: change)
      }
      return visit.redirect(to: "/tickets/\(number)")
    }
  }
}
