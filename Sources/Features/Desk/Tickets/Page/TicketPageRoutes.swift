import Hummingbird
import Markup
import Storage
import Web

/// The ticket, whole and in parts: modules fetch a part again when they hear that it changed.
enum TicketPageRoutes {
  static func add(to routes: Routes) {
    routes.get("tickets/:number", .right(.viewTickets)) { visit in try await page(visit) }
    routes.get("tickets/:number/head", .right(.viewTickets)) { visit in
      let (agent, number) = (try visit.agent, try visit.number("number"))
      let ask = visit.ticketAsk(number)
      let head = try await visit.world.read { db in
        try TicketHead.load(agent.ticket(number, in: db), words: .load(in: db), at: ask, for: agent, in: db)
      }
      return head.html(visit.frame)
    }
    routes.get("tickets/:number/timeline", .right(.viewTickets)) { visit in
      let (agent, number) = (try visit.agent, try visit.number("number"))
      let window = visit.ticketAsk(number).window
      let timeline = try await visit.world.read { db in
        try Timeline.load(agent.ticket(number, in: db), window, words: .load(in: db), for: agent, in: db)
      }
      return timeline.html(visit.frame)
    }
    routes.get("tickets/:number/panels/:id", .right(.viewTickets)) { visit in try await panel(visit) }
  }

  private static func page(_ visit: Visit) async throws -> Response {
    let number = try visit.number("number")
    // Modules fetch a ticket before anybody opens it; who has it open says so by presence.
    let isPane = visit.isFragment && visit.target == "pane"
    var sheet = isPane ? try await visit.ticketSheet(number) : try await visit.openSheet(number)
    if let survivor = sheet.ticket.joinedNumber { return visit.redirect(to: "/tickets/\(survivor)") }
    try await prefill(&sheet.composer, visit)
    let html = isPane ? sheet.article(visit.frame) : visit.page(TicketPage(sheet: sheet))
    return html.response(status: .ok, headers: Visit.partial)
  }

  /// Without scripts a draft or a quotation is put into the form by a link.
  private static func prefill(_ composer: inout ComposerForm?, _ visit: Visit) async throws {
    guard composer != nil else { return }
    let (agent, number) = (try visit.agent, try visit.number("number"))
    if let kind = visit.query("draft").flatMap(Message.Kind.init(composer:)) {
      let drafts = try await visit.world.read { db in try agent.drafts(on: number, in: db) }
      guard let draft = drafts.first(where: { $0.kind == kind }) else { return }
      composer?.kind = kind
      composer?.text = draft.format == .html ? PlainText.text(fromHTML: draft.text) : draft.text
    } else if let quoted = visit.query("quote").flatMap({ Int64($0) }) {
      let html = try await visit.world.read { db in try agent.messageMarkup(quoted, in: db) }
      let lines = PlainText.text(fromHTML: html).split(separator: "\n", omittingEmptySubsequences: false)
      composer?.text = lines.map { "> \($0)" }.joined(separator: "\n") + "\n\n"
    }
  }

  private static func panel(_ visit: Visit) async throws -> Response {
    let (agent, number, id) = (try visit.agent, try visit.number("number"), try visit.parameter("id"))
    let (panels, frame) = (visit.world.features.flatMap { $0.ticketPanels }, visit.frame)
    let html = try await visit.world.read { db -> HTML in
      let ticket = try agent.ticket(number, in: db)
      switch id {
      case "fields":
        let (words, tags) = (try TicketWords.load(in: db), try ticket.tags(in: db))
        return try FieldsPanel.load(ticket, words: words, tags: tags, for: agent, in: db).body(frame)
      case "client": return try ClientPanel.load(ticket, for: agent, in: db).body(frame)
      case "watchers":
        let watchers = try agent.watchers(of: ticket, in: db)
        return WatchersPanel(number: number, watchers: watchers, mayChange: agent.mayDo(.changeTickets, to: ticket)).body(frame)
      default:
        guard let panel = panels.first(where: { $0.id == id }) else { throw Refusal.notFound }
        return try panel.load(ticket, agent, db, frame.now)?.html(frame) ?? .empty
      }
    }
    return html.response(status: .ok)
  }
}

extension Message.Kind {
  /// As the composer and the addresses of drafts say it.
  init?(composer word: String) {
    switch word {
    case "reply": self = .public
    case "note": self = .note
    default: return nil
    }
  }

  var right: Right { self == .note ? .noteOnTickets : .replyToTickets }
}
