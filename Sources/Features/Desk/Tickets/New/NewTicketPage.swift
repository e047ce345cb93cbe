import Secrets
import Storage
import Web

/// What can be chosen in the form of a new ticket.
struct NewTicketChoices: Sendable {
  let words: TicketWords
  let reach: AssignmentReach
  /// Open tickets of each who can be given one, if this reader may know.
  let load: [Int64: Int64]
  let colleagues: [Choice]
  let teams: [Choice]
  let tags: [String]
  let usualType: Int64?
  let usualPriority: Int64?

  static func load(for agent: Agent, in db: any Database) throws -> NewTicketChoices {
    let reach = try AssignmentReach.load(for: agent, in: db)
    return NewTicketChoices(
      words: try .load(in: db), reach: reach, load: try agent.load(of: reach.assignees.map(\.id), in: db),
      colleagues: try agent.assignees(in: db), teams: try agent.allTeams(in: db),
      tags: try db.values("SELECT name FROM tag ORDER BY id DESC LIMIT 100"),
      usualType: try db.value("SELECT id FROM ticket_type ORDER BY is_default DESC, id LIMIT 1"),
      usualPriority: try db.value("SELECT id FROM priority ORDER BY is_default DESC, weight LIMIT 1"))
  }
}

/// Fields that the address of the page brings along: `?contact=31`, `?company=4`, `?subject=…`.
struct NewTicketPrefill: Sendable {
  let fields: [String: String]
  /// An earlier beginning lies on the server, and this one would go over it.
  let hidesDraft: Bool

  static func load(_ query: Form, for agent: Agent, in db: any Database) throws -> NewTicketPrefill {
    var fields = ["subject": query.text("subject"), "text": query.text("text")].filter { !$0.value.isEmpty }
    if agent.may(.viewClients) {
      var company = query.int("company")
      if let id = query.int("contact"), let row = try db.row("SELECT name, company_id FROM contact WHERE id = \(id)") {
        fields["requester"] = try row[0]
        fields["contact"] = String(id)
        company = try company ?? row[1]
      }
      if let company, let name: String = try db.value("SELECT name FROM company WHERE id = \(company)") {
        fields["companyName"] = name
        fields["company"] = String(company)
      }
    }
    return NewTicketPrefill(fields: fields, hidesDraft: try !fields.isEmpty && agent.newTicketDraft(in: db) != nil)
  }
}

struct NewTicketPanels: Sendable {
  let contents: [PanelContent]
  func html(_ frame: Frame) -> HTML { "\(each: contents, { $0.html(frame) })" }
}

struct NewTicketPage: Page {
  let choices: NewTicketChoices
  let prefill: NewTicketPrefill
  let panels: NewTicketPanels
  let waiting: [Attachment]
  let refused: RefusedForm?

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { t("nav.newTicket") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page page-wide">
      <nav class="breadcrumbs" aria-label="\(t("nav.where"))"><ol><li><a href="/tickets">\(t("nav.tickets"))</a></li>\
      <li aria-current="page">\(title(t))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(if: prefill.hidesDraft && refused == nil, draftBanner(frame))
      <div class="two">
      \(NewTicketForm(page: self, frame: frame).html)
      <aside class="stack" id="new-ticket-panels" aria-label="\(t("newTicket.aside"))" data-hx-get="/tickets/new/panels" \
      data-hx-trigger="change from:#new-ticket delay:150ms" data-hx-include="#new-ticket select, #new-ticket sd-combobox input, #subject" \
      data-hx-swap="morph:innerHTML">\(panels.html(frame))</aside>
      </div></div>
      """
  }

  private func draftBanner(_ frame: Frame) -> HTML {
    """
    <div class="banner js-only">\(frame.icon("pencil"))<span class="banner-text">\(frame.t("newTicket.otherDraft"))</span>\
    <a class="button" href="/tickets/new">\(frame.t("newTicket.openDraft"))</a></div>
    """
  }
}
