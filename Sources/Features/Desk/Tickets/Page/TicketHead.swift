import Storage
import Web

/// The upper part of the ticket page: what it is, how it stands, who has it.
struct TicketHead: Sendable {
  let ticket: Ticket
  let words: TicketWords
  let place: ListPlace
  let assignee: String?
  let team: String?
  let tags: [String]
  let presence: PresenceView
  /// What features show beside the status: deadlines.
  let facts: [PanelContent]
  let mayChange: Bool
  /// Where the desk is reached, for a link to copy.
  let base: String
}

extension TicketHead {
  static func load(_ ticket: Ticket, words: TicketWords, at place: TicketAsk, for agent: Agent, in db: any Database) throws -> TicketHead {
    let people = place.people.filter { $0.employee != agent.id }
    let names = try agent.employeeNames(people.map(\.employee) + [ticket.assigneeID].compactMap { $0 }, in: db)
    return TicketHead(
      ticket: ticket, words: words, place: try ListPlace.load(of: ticket, in: place.list, for: agent, in: db),
      assignee: ticket.assigneeID.flatMap { names[$0] },
      team: try ticket.teamID.flatMap { try db.value("SELECT name FROM team WHERE id = \($0)") }, tags: try ticket.tags(in: db),
      presence: PresenceView(
        ticket: ticket.number, people: people.compactMap { person in names[person.employee].map { ($0, person.state) } }),
      facts: try place.panels.compactMap { try $0.head?(ticket, agent, db, place.now) }, mayChange: agent.mayDo(.changeTickets, to: ticket),
      base: place.base)
  }

  private var number: Int64 { ticket.number }

  func html(_ frame: Frame) -> HTML {
    """
    <header class="ticket-head" id="ticket-head" data-hx-get="/tickets/\(number)/head\(place.query)" \
    data-hx-trigger="live:t\(number) from:body delay:150ms" data-hx-swap="morph:outerHTML">
    \(line(frame))
    <div class="ticket-title"><h1 id="ticket-title">\(ticket.subject)</h1></div>
    \(factLine(frame))
    \(if: ticket.isAtRisk, "<p class=\"ticket-risk\">\(frame.icon("triangle-alert"))<span><b>\(frame.t("risk.title"))</b> \(Risks.sentence(ticket.risks, frame))</span></p>")
    </header>
    """
  }

  private func line(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="ticket-line">
      <button class="button button-quiet button-small ticket-number" type="button" data-copy="\(base)/tickets/\(number)" \
      title="\(t("ticket.copyLink"))">\(t.number(of: number))\(frame.icon("copy"))</button>
      <span class="ticket-gap"></span>
      \(presence.html(frame))
      \(neighbour(place.previous, "chevron-up", key: "[", name: t("ticket.previous"), label: t("ticket.previousKey"), frame))\
      \(neighbour(place.next, "chevron-down", key: "]", name: t("ticket.next"), label: t("ticket.nextKey"), frame))
      <button class="icon-button facts-open" type="button" popovertarget="facts" aria-label="\(t("ticket.facts"))">\(frame.icon("panel-right"))</button>
      <button class="icon-button" type="button" popovertarget="ticket-menu" aria-label="\(t("ticket.menu"))">\(frame.icon("ellipsis"))</button>
      \(menu(frame))<a class="icon-button" href="/tickets\(place.query)" aria-label="\(t("ticket.closePane"))" data-pane-close>\(frame.icon("x"))</a>
      </div>
      """
  }

  private func neighbour(_ number: Int64?, _ icon: String, key: String, name: String, label: String, _ frame: Frame) -> HTML {
    guard let number else { return .empty }
    return """
      <a class="icon-button" href="/tickets/\(number)\(place.query)" aria-label="\(name)" data-key="\(key)" data-label="\(label)" data-pane>\
      \(frame.icon(icon))</a>
      """
  }

  private func menu(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="menu menu-end" id="ticket-menu" popover>
      \(each: Timeline.Window.Shown.allCases, { shown in
        "<a href=\"/tickets/\(number)?show=\(shown.rawValue)\">\(frame.icon("filter"))\(t("ticket.show.\(shown.rawValue)"))</a>"
      })
      <hr>
      <a href="/tickets/\(number)/history">\(frame.icon("history"))\(t("ticket.history"))</a>
      <a href="/tickets/\(number)/watchers" data-dialog>\(frame.icon("eye"))\(t("ticket.watchers"))</a>
      <a href="/tickets/\(number)?print">\(frame.icon("printer"))\(t("ticket.print"))</a>
      \(if: mayChange, closure(frame))
      </div>
      """
  }

  private func closure(_ frame: Frame) -> HTML {
    let (path, icon, key) =
      ticket.isOpen || ticket.category == .done
      ? ("closure", "lock", "ticket.close") : ("closure/delete", "lock-open", "ticket.reopen")
    return """
      <hr><form method="post" action="/tickets/\(number)/\(path)">\(frame.csrf)<button>\(frame.icon(icon))\(frame.t(key))</button></form>
      """
  }

  private func factLine(_ frame: Frame) -> HTML {
    """
    <div class="ticket-facts">\(each: facts, { $0.html(frame) })\(if: facts.isEmpty, due(frame))
    \(StatusMenu(ticket: ticket, words: words, mayChange: mayChange).html(frame))
    \(ticket.postponedUntil.map { until($0, frame) })\
    <span class="chip">\(frame.priority(words.priority(ticket.priorityID)))</span>
    <a class="chip" href="#f-as" data-key="a" data-label="\(frame.t("ticket.assign"))">\(owner(frame))</a>
    \(each: tags, { "<span class=\"badge\">\($0)</span>" })</div>
    """
  }

  private func until(_ instant: Instant, _ frame: Frame) -> HTML {
    """
    <a class="chip" href="/tickets/\(number)/postponement" data-dialog>\(frame.icon("clock"))\
    \(frame.t("ticket.postponedUntil", ["time": frame.clock.short(instant)]))</a>
    """
  }

  private func owner(_ frame: Frame) -> HTML {
    if let assignee { return frame.person(assignee, small: true) }
    return """
      <span class="person"><span class="avatar avatar-small avatar-empty" aria-hidden="true">\(frame.icon("user"))</span>\
      <span>\(team ?? frame.t("ticket.nobody"))</span></span>
      """
  }

  /// The nearest deadline, by the wall clock alone; a feature that knows more shows its own.
  private func due(_ frame: Frame) -> HTML {
    guard let due = ticket.dueAt, ticket.isOpen else { return .empty }
    let isLate = due <= frame.now, isSoon = ticket.risks.contains { $0.reason == .soon }
    let late: HTML = "<span class=\"sr\">\(frame.t("ticket.late"))</span>"
    let (state, icon) = isLate ? ("late", "circle-alert") : isSoon ? ("soon", "clock-alert") : ("ok", "clock")
    return """
      <span class="sla" data-state="\(state)">\(frame.icon(icon))\(if: isLate, late)\
      <span class="sla-text">\(frame.t("ticket.due", ["time": frame.clock.short(due)]))</span></span>
      """
  }
}

extension Frame {
  func person(_ name: String, small: Bool) -> HTML { person(name, classes: small ? "avatar-small" : "") }
}
