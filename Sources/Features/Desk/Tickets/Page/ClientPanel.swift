import Storage
import Web

/// Who asks: the person, the company, where they are written to, what else they asked for.
struct ClientPanel: Sendable {
  let number: Int64
  let contact: (id: Int64, name: String)?
  let company: (id: Int64, name: String)?
  let emails: [(address: String, bounce: String?)]
  /// Other open tickets of the same person that this reader may see; counted up to a limit.
  let open: Int
  let maySeeClients: Bool
  let mayChange: Bool

  private static let mostCounted = 20

  static func load(_ ticket: Ticket, for agent: Agent, in db: any Database) throws -> ClientPanel {
    let contact = try ticket.requesterID.flatMap { id in
      try db.row("SELECT id, name FROM contact WHERE id = \(id)").map { (id: try $0[0] as Int64, name: try $0[1] as String) }
    }
    let company = try ticket.companyID.flatMap { id in
      try db.row("SELECT id, name FROM company WHERE id = \(id)").map { (id: try $0[0] as Int64, name: try $0[1] as String) }
    }
    var emails: [(address: String, bounce: String?)] = []
    var open = 0
    if let id = contact?.id {
      emails = try db.rows("SELECT email, bounce_reason FROM contact_email WHERE contact_id = \(id) ORDER BY position LIMIT 20").map {
        (address: try $0[0], bounce: try $0[1])
      }
      open = try db.rows(
        """
        SELECT t.number FROM ticket t WHERE t.requester_id = \(id) AND t.is_open = 1 AND t.number <> \(ticket.number)
          AND \(agent.ticketScope(for: .viewTickets)) LIMIT \(mostCounted)
        """
      ).count
    }
    return ClientPanel(
      number: ticket.number, contact: contact, company: company, emails: emails, open: open, maySeeClients: agent.may(.viewClients),
      mayChange: agent.mayDo(.changeTickets, to: ticket))
  }

  func html(_ frame: Frame) -> HTML {
    """
    <details class="panel" id="panel-client" open><summary>\(frame.t("ticket.panel.client"))</summary>
    <div class="panel-body" data-hx-get="/tickets/\(number)/panels/client" data-hx-trigger="live:t\(number) from:body delay:300ms" \
    data-hx-swap="morph:innerHTML">\(body(frame))</div></details>
    """
  }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let change: HTML =
      "<a href=\"/tickets/\(number)/requester\" data-dialog>\(t(contact == nil ? "ticket.setRequester" : "ticket.changeRequester"))</a>"
    return """
      \(person(frame))<dl class="props">\(companyLine(frame))\(each: emails, { email($0.address, $0.bounce, frame) })\(openLine(frame))</dl>
      \(if: mayChange && maySeeClients, change)
      """
  }

  private func person(_ frame: Frame) -> HTML {
    guard let contact else { return "<p class=\"muted\">\(frame.t("ticket.noRequester"))</p>" }
    let face = frame.avatar(contact.name, classes: "avatar-large avatar-client")
    let content: HTML = "\(face)<span><b>\(contact.name)</b></span>"
    return maySeeClients
      ? "<a class=\"person\" href=\"/contacts/\(contact.id)\">\(content)</a>" : "<span class=\"person\">\(content)</span>"
  }

  private func companyLine(_ frame: Frame) -> HTML {
    guard let company else { return .empty }
    let name: HTML = maySeeClients ? "<a href=\"/companies/\(company.id)\">\(company.name)</a>" : "\(company.name)"
    return "<dt>\(frame.t("ticket.field.company"))</dt><dd>\(name)</dd>"
  }

  private func email(_ address: String, _ bounce: String?, _ frame: Frame) -> HTML {
    let trouble = bounce.map { HTML(" <span class=\"badge badge-late\" title=\"\($0)\">\(frame.t("ticket.bounces"))</span>") }
    return "<dt>\(frame.t("ticket.field.email"))</dt><dd>\(AddressLink(address: address).html)\(trouble)</dd>"
  }

  private func openLine(_ frame: Frame) -> HTML {
    guard let contact, open > 0 else { return .empty }
    let count = open < Self.mostCounted ? frame.t("ticket.openOthers", count: open) : frame.t("ticket.openMany", ["count": String(open)])
    let line: HTML = maySeeClients ? "<a href=\"/contacts/\(contact.id)\">\(count)</a>" : "\(count)"
    return "<dt>\(frame.t("ticket.field.others"))</dt><dd>\(line)</dd>"
  }
}
