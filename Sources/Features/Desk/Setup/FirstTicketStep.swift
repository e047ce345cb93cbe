import Storage
import Web

/// The last step: the desk in use, with a ticket of one's own.
struct FirstTicketStep: SetupStep {
  static var id: String { "ticket" }
  static var position: Int { 1000 }

  static func load(_ agent: Agent, in db: any Database) throws -> any SetupForm { FirstTicketForm() }

  static func save(_ form: Form, by agent: Agent, visit: Visit) async throws {
    try agent.require(.createTickets)
    let text = form.text("text")
    guard !text.isEmpty else { throw Refusal.invalid("text", "error.messageEmpty") }
    guard text.utf8.count <= MessageBody.longest else {
      throw Refusal.invalid("text", "error.tooLong", ["limit": String(MessageBody.longest)])
    }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    let body = MessageBody(source: text, html: HTML("\(each: lines, { "<p>\($0)</p>" })").source, text: text)
    var new = NewTicket(subject: form.text("subject"), body: body, channel: .web)
    new.assigneeID = agent.id
    let ticket = new
    _ = try await visit.world.write { try Ticket.open(ticket, by: MessageAuthor(agent), in: $0) }
  }
}

struct FirstTicketForm: SetupForm {
  func html(_ frame: Frame, refused: Form?, problems: [Refusal.Problem]) -> HTML {
    let t = frame.t
    let form = FormView(
      frame, ["subject": [t("setup.ticket.subject")], "text": [t("setup.ticket.text")]],
      refused: refused.map { RefusedForm(form: $0, problems: problems, isConflict: false) })
    return
      "\(form.input("subject", t("setup.ticket.subjectLabel")))\(form.area("text", t("setup.ticket.textLabel"), rows: 5, isOptional: false))"
  }
}
