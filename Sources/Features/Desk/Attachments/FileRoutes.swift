import Hummingbird
import Storage
import Web

/// Files go up before the message that they belong to, and come down to whoever may read that message.
enum FileRoutes {
  static func add(to routes: Routes) {
    routes.post("uploads", .signedIn, upTo: Form.limit) { visit in try await upload(visit) }
    routes.delete("uploads/:id", .signedIn) { visit in
      let (agent, id) = (try visit.agent, try visit.parameter("id"))
      try await visit.world.write { try agent.discardUpload(id, in: $0) }
      return Response(status: .noContent)
    }
    routes.get("files/:id", .signedIn) { visit in try await file(visit) }
    routes.get("files/:id/:name", .signedIn) { visit in try await file(visit) }
  }

  private static func upload(_ visit: Visit) async throws -> Response {
    let agent = try visit.agent
    guard agent.may(.replyToTickets) || agent.may(.noteOnTickets) || agent.may(.createTickets) else { throw Refusal.forbidden(nil) }
    guard let sent = visit.form.files("file").first else { throw Refusal.invalid("file", "files.none") }
    let upload = try NewUpload(sent, blobs: visit.world.blobs, otherwise: visit.t("files.unnamed"))
    let kept = try await visit.world.write { try agent.keep(upload, in: $0) }
    let object: [String: Any] = [
      "id": kept.publicID, "name": kept.name, "size": Int(kept.size), "type": kept.contentType,
      // Pictures in a text are named by their id alone: the name may hold what an address may not.
      "url": kept.isPicture ? "/files/\(kept.publicID)" : kept.path,
    ]
    return try visit.json(object, status: .created)
  }

  /// The last part of the address is for people and programs that save; the id alone decides.
  private static func file(_ visit: Visit) async throws -> Response {
    let (agent, id) = (try visit.agent, try visit.parameter("id"))
    let file = try await visit.world.read { db in try agent.attachment(id, in: db) }
    do {
      return try FileAnswer(file: file, blobs: visit.world.blobs, request: visit.request).response()
    } catch let error as BlobError {
      visit.world.log.error("a stored file cannot be read", metadata: ["attachment": "\(file.id)", "error": "\(error)"])
      let page = ErrorPage(
        status: 500, message: visit.t("files.lost", ["name": file.name]), requestID: visit.context.requestID, isSignedIn: true)
      return visit.page(page).response(status: .internalServerError)
    }
  }
}
