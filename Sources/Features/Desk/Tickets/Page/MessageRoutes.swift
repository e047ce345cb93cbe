import Foundation
import Hummingbird
import Secrets
import Storage
import Web

/// Writing on a ticket, and taking back what has not left yet.
enum MessageRoutes {
  static func add(to routes: Routes) {
    routes.post("tickets/:number/messages", .right(.viewTickets), upTo: Form.limit) { visit in try await post(visit) }
    routes.delete("tickets/:number/messages/:id", .right(.replyToTickets)) { visit in try await takeBack(visit) }
  }

  private static func post(_ visit: Visit) async throws -> Response {
    let number = try visit.number("number")
    do {
      let posted = try await write(visit, number)
      guard visit.wantsJSON else { return visit.redirect(to: "/tickets/\(number)#m\(posted.id)") }
      let undo: Any = posted.canUndo ? "/tickets/\(number)/messages/\(posted.id)" : NSNull()
      let seconds = Int(posted.canUndo ? try visit.agent.preferences.undoSeconds : 0)
      return try visit.json(["id": Int(posted.id), "undo": undo, "seconds": seconds, "next": ""], status: .created)
    } catch Refusal.conflict("error.newMessages") {
      return try await Collision.response(visit, number)
    } catch Refusal.invalid(let problems) where !visit.wantsJSON {
      return try await again(visit, number, problems)
    }
  }

  private struct Posted: Sendable {
    let id: Int64
    let canUndo: Bool
  }

  /// Files are written before the transaction; without it they are swept away later.
  private static func write(_ visit: Visit, _ number: Int64) async throws -> Posted {
    let (agent, new, then) = (try visit.agent, try message(of: visit), visit.form.optionalText("then"))
    let key = visit.form.raw("key")
    return try await visit.world.write { change in
      var ticket = try agent.ticket(number, to: new.kind.right, in: change.db)
      let result = try change.once(key, for: agent) {
        var new = new
        new.status = try then.map { try Self.status($0, in: change.db) }
        return String(try ticket.post(new, by: agent, in: change).id)
      }
      let id = Int64(result) ?? 0
      return Posted(id: id, canUndo: try Message.delivery(of: id, in: change.db) == .held)
    }
  }

  private static func message(of visit: Visit) throws -> NewMessage {
    let form = visit.form
    guard let kind = Message.Kind(composer: form.text("kind")) else { throw Refusal.invalid("kind", "error.unknownChoice") }
    let format = TextFormat(rawValue: form.text("format")) ?? .text
    var new = NewMessage(kind, try MessageBody(typed: form.raw("text") ?? "", format: format))
    if kind == .public {
      new.cc = try NewMessage.addresses(in: form.raw("cc") ?? "")
      new.lastSeen = form.isOn("anyway") ? nil : form.int("seen")
    }
    new.uploads = form.all("upload").filter { !$0.isEmpty }
    new.files = try form.files("file").map { try NewUpload($0, blobs: visit.world.blobs, otherwise: visit.t("files.unnamed")) }
    return new
  }

  private static func status(_ word: String, in db: any Database) throws -> Int64 {
    guard let category = StatusCategory(rawValue: word) else { throw Refusal.invalid("then", "error.unknownChoice") }
    return try Ticket.firstStatus(of: category, in: db)
  }

  /// The page with all that was typed, and why it was not taken.
  static func again(_ visit: Visit, _ number: Int64, _ problems: [Refusal.Problem], status: HTTPResponse.Status = .unprocessableContent)
    async throws -> Response
  {
    var sheet = try await visit.ticketSheet(number)
    let form = visit.form
    sheet.composer?.kind = Message.Kind(composer: form.text("kind")) ?? .public
    sheet.composer?.text = form.raw("text") ?? ""
    sheet.composer?.format = TextFormat(rawValue: form.text("format")) ?? .text
    sheet.composer?.cc = form.raw("cc") ?? ""
    sheet.composer?.problems = problems
    try await keepFiles(in: &sheet.composer, visit)
    return visit.page(TicketPage(sheet: sheet)).response(status: status)
  }

  /// A browser sends files of a form once: what came with the refused one waits here, beside what went up before. One that is itself too
  /// large is left out; the refusal names it.
  private static func keepFiles(in composer: inout ComposerForm?, _ visit: Visit) async throws {
    guard let known = composer else { return }
    let (agent, number, wanted) = (try visit.agent, known.number, visit.form.all("upload").filter { !$0.isEmpty })
    let files = try visit.form.files("file").filter { $0.bytes.count <= NewUpload.limit }
      .map { try NewUpload($0, blobs: visit.world.blobs, otherwise: visit.t("files.unnamed")) }
    let (sent, kept) = try await visit.world.write { change in
      (try agent.uploads(wanted, on: number, in: change.db), try files.map { try agent.keep($0, in: change) })
    }
    let waiting = Set(known.waiting.map(\.publicID))
    composer?.waiting += sent.filter { !waiting.contains($0.publicID) } + kept
    composer?.unwanted = waiting.subtracting(wanted)
  }

  private static func takeBack(_ visit: Visit) async throws -> Response {
    let (agent, number, id) = (try visit.agent, try visit.number("number"), try visit.number("id"))
    let draft = try await visit.world.write { change in
      var ticket = try agent.ticket(number, to: .replyToTickets, in: change.db)
      try ticket.takeBack(id, by: agent, in: change)
      return try agent.drafts(on: number, in: change.db).first { $0.kind == .public }
    }
    guard visit.wantsJSON else { return visit.redirect(to: "/tickets/\(number)#composer") }
    let files = try await visit.world.read { db in try agent.uploadsWaiting(on: number, in: db) }
    return try visit.json([
      "text": draft?.text ?? "", "format": draft?.format.rawValue ?? "text", "saved": Int(draft?.savedAt.milliseconds ?? 0),
      "key": Random.publicID(),
      "uploads": files.map { ["id": $0.publicID, "name": $0.name, "size": Int($0.size), "type": $0.contentType] as [String: Any] },
    ])
  }
}
