import Hummingbird
import Storage
import Web

/// A mail with its own layout, as the document of a frame without scripts. It may bring styles along and nothing else.
enum MessageBodyRoute {
  private static let policy = """
    default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; \
    sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox
    """

  static func add(to routes: Routes) {
    routes.get("messages/:id/body", .right(.viewTickets)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      let html = try await visit.world.read { db in try agent.messageMarkup(id, in: db) }
      let document = document(html, visit.t)
      return document.response(status: .ok, headers: [.contentSecurityPolicy: policy])
    }
  }

  private static func document(_ html: String, _ t: Words) -> HTML {
    """
    <!doctype html>
    <html lang="\(t.language.rawValue)"><head><meta charset="utf-8"><meta name="color-scheme" content="light"><title>\(t("message.mail"))</title>
    <style>
    body { margin: 8px; font: 14px/1.5 system-ui, sans-serif; color: #1b1b1f; background: #fff; overflow-wrap: anywhere; }
    img { max-width: 100%; height: auto; }
    table { max-width: 100%; }
    blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid #c4c6cf; }
    .quoted > summary, .remote-image, .missing-image { color: #5b5e66; font-size: 12px; }
    pre { white-space: pre-wrap; }
    </style></head><body>\(MessageMarkup.shown(html, t))</body></html>
    """
  }
}

extension Agent {
  /// The cleaned markup of a message that this agent may read.
  func messageMarkup(_ id: Int64, in db: any Database) throws -> String {
    guard let row = try db.row("SELECT ticket_number, kind, html FROM message WHERE id = \(id)") else { throw Refusal.notFound }
    let ticket = try ticket(row[0], in: db)
    let kind: Message.Kind = try row[1]
    guard try kind == .public || seesNotes(of: ticket.number, in: db) else { throw Refusal.notFound }
    return try row[2]
  }
}
