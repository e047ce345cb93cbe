import Storage
import Web

/// A ticket with everything that its page shows, read at once for one reader.
package struct TicketSheet: Sendable {
  struct FeaturePanel: Sendable {
    let id: String
    let title: String
    let content: PanelContent
  }

  let ticket: Ticket
  let head: TicketHead
  let related: RelatedTicket?
  let timeline: Timeline
  var composer: ComposerForm?
  let panels: [FeaturePanel]
  let fields: FieldsPanel
  let client: ClientPanel
  let watchers: WatchersPanel

  static func load(_ ticket: Ticket, _ ask: TicketAsk, for agent: Agent, in db: any Database) throws -> TicketSheet {
    let words = try TicketWords.load(in: db)
    let head = try TicketHead.load(ticket, words: words, at: ask, for: agent, in: db)
    let timeline = try Timeline.load(ticket, ask.window, words: words, for: agent, in: db)
    let watchers = try agent.watchers(of: ticket, in: db)
    let client = try ClientPanel.load(ticket, for: agent, in: db)
    return TicketSheet(
      ticket: ticket, head: head, related: try RelatedTicket.load(ticket, for: agent, in: db), timeline: timeline,
      composer: try ComposerForm.load(
        ticket, newest: timeline.newest, requester: client.contact?.name, watchers: watchers, for: agent, in: db),
      panels: try ask.panels.compactMap { panel in
        try panel.load(ticket, agent, db, ask.now).map { FeaturePanel(id: panel.id, title: panel.title, content: $0) }
      },
      fields: try FieldsPanel.load(ticket, words: words, tags: head.tags, for: agent, in: db), client: client,
      watchers: WatchersPanel(number: ticket.number, watchers: watchers, mayChange: agent.mayDo(.changeTickets, to: ticket)))
  }

  /// The article alone: what the pane beside a list shows.
  package func article(_ frame: Frame) -> HTML {
    """
    <article class="ticket" id="ticket" data-ticket="\(ticket.number)" aria-labelledby="ticket-title">
    \(head.html(frame))
    <div class="ticket-grid">
    <section class="ticket-main" id="ticket-main" aria-label="\(frame.t("ticket.conversation"))" tabindex="0">
    \(related?.html(frame))\(timeline.html(frame))
    \(composer?.html(frame))
    </section>
    \(facts(frame))
    </div>
    </article>
    """
  }

  private func facts(_ frame: Frame) -> HTML {
    """
    <aside class="facts" id="facts" popover aria-label="\(frame.t("ticket.facts"))">
    <button class="icon-button facts-close" type="button" popovertarget="facts" popovertargetaction="hide" aria-label="\(frame.t("ticket.closeFacts"))">\
    \(frame.icon("x"))</button>
    \(each: panels, { panel($0, frame) })\(fields.html(frame))\(client.html(frame))\(watchers.html(frame))
    </aside>
    """
  }

  private func panel(_ panel: FeaturePanel, _ frame: Frame) -> HTML {
    """
    <details class="panel" id="panel-\(panel.id)" open><summary>\(frame.t(panel.title))</summary>
    <div class="panel-body" data-hx-get="/tickets/\(ticket.number)/panels/\(panel.id)" \
    data-hx-trigger="live:t\(ticket.number) from:body delay:300ms" data-hx-swap="morph:innerHTML">\(panel.content.html(frame))</div></details>

    """
  }
}

extension Visit {
  /// A ticket as this request asks for it; not theirs is not found.
  package func ticketSheet(_ number: Int64) async throws -> TicketSheet {
    let (agent, ask) = (try agent, ticketAsk(number))
    return try await world.read { db in try TicketSheet.load(agent.ticket(number, in: db), ask, for: agent, in: db) }
  }
}

extension Visit {
  /// The same, before the eyes of the reader, who has seen it then. That is written down when the page is out: reading waits for no
  /// commit, and fails with none.
  func openSheet(_ number: Int64) async throws -> TicketSheet {
    let sheet = try await ticketSheet(number)
    let (world, agent) = (world, try agent)
    context.afterwards.add("not marked as seen") { try await world.see(sheet.ticket, by: agent) }
    return sheet
  }
}

/// The ticket on a page of its own.
struct TicketPage: Page {
  let sheet: TicketSheet

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { t.name(of: sheet.ticket.number, sheet.ticket.subject) }
  func body(_ frame: Frame) -> HTML { sheet.article(frame) }
}
