import Web

/// The status, and the others that it can be changed to.
struct StatusMenu {
  let ticket: Ticket
  let words: TicketWords
  let mayChange: Bool

  func html(_ frame: Frame) -> HTML {
    let present = frame.status(words.status(ticket.statusID))
    guard mayChange else { return "<span class=\"chip\">\(present)</span>" }
    return """
      <button class="chip" type="button" popovertarget="status-menu" data-key="s" data-label="\(frame.t("ticket.changeStatus"))">\
      \(present)\(frame.icon("chevron-down"))</button>
      <form class="menu" id="status-menu" popover method="post" action="/tickets/\(ticket.number)/status">\(frame.csrf)\
      <input type="hidden" name="rev" value="\(ticket.rev)">
      \(each: words.statuses, { choice($0, frame) })</form>
      """
  }

  /// Postponing asks until when.
  private func choice(_ status: Status, _ frame: Frame) -> HTML {
    if status.category == .postponed, ticket.category != .closed {
      return "<a href=\"/tickets/\(ticket.number)/postponement\" data-dialog>\(frame.status(status))</a>\n"
    }
    let isFirstDone = status.id == words.first(.done)?.id
    let current: HTML = status.id == ticket.statusID ? " aria-current=\"true\"" : ""
    let key: HTML = isFirstDone ? " data-key=\"e\" data-label=\"\(frame.t("ticket.resolve"))\"" : ""
    return """
      <button name="status" value="\(status.id)"\(current)\(key)>\(frame.status(status))\(if: isFirstDone, "<kbd>e</kbd>")</button>

      """
  }
}
