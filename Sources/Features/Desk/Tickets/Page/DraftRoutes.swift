import Hummingbird
import Storage
import Web

/// Drafts as the modules keep them: `saved` is the version, and a version that is older than what lies here is refused.
enum DraftRoutes {
  static func add(to routes: Routes) {
    routes.put("tickets/:number/drafts/:kind", .right(.viewTickets)) { visit in try await save(visit) }
    routes.get("tickets/:number/drafts/:kind", .right(.viewTickets)) { visit in
      let (agent, number, kind) = (try visit.agent, try visit.number("number"), try kind(of: visit))
      let draft = try await visit.world.read { db in
        _ = try agent.ticket(number, to: kind.right, in: db)
        return try agent.drafts(on: number, in: db).first { $0.kind == kind }
      }
      guard let draft else { return Response(status: .noContent) }
      return try visit.draft(draft.text, draft.format.rawValue, draft.savedAt, status: .ok)
    }
    routes.delete("tickets/:number/drafts/:kind", .right(.viewTickets)) { visit in
      let (agent, number, kind) = (try visit.agent, try visit.number("number"), try kind(of: visit))
      try await visit.world.write { change in
        _ = try agent.ticket(number, to: kind.right, in: change.db)
        try Draft.discard(on: number, kind: kind, by: agent, in: change)
      }
      return Response(status: .noContent)
    }
    addNewTicket(to: routes)
  }

  private static func kind(of visit: Visit) throws -> Message.Kind {
    guard let kind = Message.Kind(composer: try visit.parameter("kind")) else { throw Refusal.notFound }
    return kind
  }

  private static func save(_ visit: Visit) async throws -> Response {
    let (agent, number, kind) = (try visit.agent, try visit.number("number"), try kind(of: visit))
    let (text, base) = (visit.form.raw("text") ?? "", visit.form.int("base") ?? 0)
    guard let format = TextFormat(rawValue: visit.form.text("format")) else { throw Refusal.invalid("format", "error.unknownChoice") }
    let saved = try await visit.world.write { change in
      _ = try agent.ticket(number, to: kind.right, in: change.db)
      return try Draft.save(text, format, base: base, on: number, kind: kind, by: agent, in: change)
    }
    switch saved {
    case .at(let instant): return try visit.json(["saved": Int(instant.milliseconds)])
    case .newer(let draft): return try visit.draft(draft.text, draft.format.rawValue, draft.savedAt, status: .conflict)
    }
  }

  private static func addNewTicket(to routes: Routes) {
    routes.put("drafts/new-ticket", .right(.createTickets)) { visit in
      let (agent, text, base) = (try visit.agent, visit.form.raw("text") ?? "", visit.form.int("base") ?? 0)
      switch try await visit.world.write({ try NewTicketDraft.save(text, base: base, by: agent, in: $0) }) {
      case .at(let instant): return try visit.json(["saved": Int(instant.milliseconds)])
      case .newer(let draft): return try visit.draft(draft.text, "fields", draft.savedAt, status: .conflict)
      }
    }
    routes.get("drafts/new-ticket", .right(.createTickets)) { visit in
      let agent = try visit.agent
      guard let draft = try await visit.world.read({ try agent.newTicketDraft(in: $0) }) else { return Response(status: .noContent) }
      return try visit.draft(draft.text, "fields", draft.savedAt, status: .ok)
    }
    routes.delete("drafts/new-ticket", .right(.createTickets)) { visit in
      let agent = try visit.agent
      try await visit.world.write { try NewTicketDraft.discard(by: agent, in: $0) }
      return Response(status: .noContent)
    }
  }
}

extension Visit {
  fileprivate func draft(_ text: String, _ format: String, _ saved: Instant, status: HTTPResponse.Status) throws -> Response {
    try json(["text": text, "format": format, "saved": Int(saved.milliseconds)], status: status)
  }
}
