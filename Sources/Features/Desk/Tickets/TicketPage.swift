import Web

/// A ticket with its conversation.
struct TicketPage: Page {
  let ticket: Ticket
  let messages: [Message]
  let status: Status?
  let agent: Agent

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { "№ \(ticket.number). \(ticket.subject)" }

  func body(_ frame: Frame) -> HTML {
    let name = status.map { $0.key.map { frame.t("status.\($0)") } ?? $0.name } ?? ""
    return """
      <article class="ticket" id="ticket" data-ticket="\(ticket.number)" aria-labelledby="ticket-title">
      <header class="ticket-head" id="ticket-head"><div class="ticket-title"><h1 id="ticket-title">\(title(frame.t))</h1></div>
      <div class="ticket-facts"><span class="chip"><span class="status" data-category="\(ticket.category.rawValue)">\(name)</span></span></div></header>
      <section class="ticket-main" id="ticket-main" aria-label="\(frame.t("ticket.conversation"))" tabindex="0">
      <ol class="timeline" id="timeline">\(each: messages, { message($0, frame) })</ol>
      </section></article>
      """
  }

  private func message(_ message: Message, _ frame: Frame) -> HTML {
    let kind = message.kind == .note ? "note" : message.author.actor.kind == "contact" ? "client" : "staff"
    let markup = HTML(sanitized: SafeHTML(fromSanitizer: message.html))
    return """
      <li class="message" id="m\(message.id)" data-kind="\(kind)">\(frame.avatar(message.author.name, classes: "avatar-large"))
      <article class="message-card"><header class="message-head"><b>\(message.author.name)</b><span class="message-gap"></span>
      <span class="message-meta">\(frame.clock.element(message.createdAt))</span></header>
      <div class="message-body prose">\(markup)</div></article></li>
      """
  }
}
