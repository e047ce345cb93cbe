import Desk
import Hummingbird
import Storage
import Web

enum MailRoutes {
  static func add(to routes: Routes) {
    routes.get("mail", .right(.viewMail)) { try await list($0) }
    routes.get("mail/:id", .right(.viewMail)) { try await page($0, refused: nil) }
    routes.get("mail/:id/raw", .right(.viewMail)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      _ = try await visit.world.read { db in try agent.mail(id, in: db) }
      return download(try await MailRaw.find(id, world: visit.world), of: visit.world.blobs, name: "mail-\(id).eml")
    }
    routes.post("mail/:id/retry", .right(.createTickets)) { visit in
      let (judgement, world) = (try judgement(visit), visit.world)
      try await world.write { try judgement.retry(in: $0) }
      return visit.redirect(to: "/mail/\(judgement.id)")
    }
    routes.post("mail/:id/dismissal", .right(.createTickets)) { visit in
      let (judgement, world) = (try judgement(visit), visit.world)
      try await world.write { try judgement.dismiss(in: $0) }
      return visit.redirect(to: "/mail?tab=quarantine")
    }
    routes.post("mail/:id/acceptance", .right(.createTickets)) { visit in
      try await visit.submit {
        let number = visit.form.text("ticket").trimmingPrefix("#").trimmingPrefix("№").trimmingCharacters(in: .whitespaces)
        guard number.isEmpty || Int64(number) != nil else { throw Refusal.invalid("ticket", "mail.error.noTicket") }
        return visit.redirect(to: "/tickets/\(try await judgement(visit).accept(into: Int64(number), world: visit.world))")
      } refused: {
        try await page(visit, refused: $0)
      }
    }
    addOutgoing(to: routes)
  }

  private static func addOutgoing(to routes: Routes) {
    routes.get("mail/outgoing/:id", .right(.viewMail)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      return visit.page(OutgoingPage(mail: try await visit.world.read { db in try agent.outgoingMail(id, in: db) }))
    }
    routes.post("mail/outgoing/:id/retry", .right(.replyToTickets)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try agent.sendAgain(id, in: $0) }
      return visit.redirect(to: "/mail/outgoing/\(id)")
    }
    routes.post("messages/:id/sending", .right(.replyToTickets)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      let number = try await visit.world.write { try agent.sendMessageAgain(id, in: $0) }
      return visit.redirect(to: "/tickets/\(number)#m\(id)")
    }
    routes.get("messages/:id/original", .right(.viewTickets)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      let row = try await visit.world.read { db -> Row? in
        let mail = try agent.originalOfMessage(id, in: db)
        return try db.row("SELECT m.*, b.address AS mailbox FROM mail m JOIN mailbox b ON b.id = m.mailbox_id WHERE m.id = \(mail)")
      }
      guard let row else { throw Refusal.notFound }
      return visit.page(MailPage(mail: try await MailRecord.load(row, world: visit.world), isFromTicket: true))
    }
  }

  private static func judgement(_ visit: Visit) throws -> MailJudgement {
    MailJudgement(id: try visit.number("id"), agent: try visit.agent)
  }

  private static func list(_ visit: Visit) async throws -> HTML {
    let agent = try visit.agent
    let tab = visit.query("tab").flatMap(MailList.Tab.init) ?? .all
    let query = String((visit.query("q") ?? "").trimmingCharacters(in: .whitespacesAndNewlines).prefix(200))
    let (before, now) = (visit.query("before").flatMap(Int64.init) ?? .max, visit.now)
    return try await visit.page(
      visit.world.read { db in
        let mailboxes = try Mailbox.all(in: db)
        return MailListPage(
          list: try agent.mailList(tab, query: query, before: before, in: db), trouble: MailboxTrouble.all(of: mailboxes, now: now),
          mailboxes: mailboxes)
      })
  }

  private static func page(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let (agent, id) = (try visit.agent, try visit.number("id"))
    let row = try await visit.world.read { db in try agent.mail(id, in: db) }
    let page = MailPage(mail: try await MailRecord.load(row, world: visit.world), refused: refused)
    return visit.page(page).response(status: refused?.status ?? .ok)
  }

  /// Never shown by the browser itself: it is a stranger's.
  private static func download(_ raw: MailRaw, of blobs: Blobs, name: String) -> Response {
    let body: ResponseBody =
      switch raw {
      case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      case .blob(let hash, let size): blobs.body(hash, 0..<size)
      }
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/octet-stream", .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "no-store",
        .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
      ], body: body)
  }
}
