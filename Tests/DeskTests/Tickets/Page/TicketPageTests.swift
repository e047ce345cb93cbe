import Desk
import DeskTesting
import Storage
import Testing

/// What modules of the interface send along.
enum Asking {
  static let json = ["Accept": "application/json"]
  static let saving = ["HX-Request": "true", "HX-Target": "none", "Accept": "text/html, application/problem+json"]
  static let pane = ["HX-Request": "true", "HX-Target": "pane"]
  static let dialog = ["HX-Request": "true", "HX-Target": "dialog"]
}

@Suite struct TicketPageTests {
  @Test func thePageIsWholeWithoutScripts() async throws {
    let desk = try await TestDesk.make()
    let answer = try await desk.browser(of: desk.cast.anna).get("/tickets/\(desk.cast.printerOnFire)?view=unassigned")
    #expect(answer.status == 200)
    #expect(answer.header("Vary")?.hasPrefix("HX-Request, HX-Target") == true)
    for part in [
      "<!doctype html>", "Принтер горит", "<p>Дымит!</p>", "id=\"composer\"", "action=\"/tickets/1/messages\"", "name=\"key\"",
      "name=\"seen\" value=\"1\"", "olga@romashka.example", "data-draft=\"/tickets/1/drafts\"", "id=\"f-as\"", "ООО Ромашка",
      "id=\"panel-watchers\"", "/tickets/1/head?view=unassigned",
    ] {
      #expect(answer.text.contains(part), "\(part)")
    }
    #expect(!answer.text.contains("style="))
    #expect(!answer.text.contains("history."), "an event without words stays out of the conversation")
  }

  @Test func thePaneGetsTheArticleAlone() async throws {
    let desk = try await TestDesk.make()
    let answer = try await desk.browser(of: desk.cast.anna).get("/tickets/1", headers: Asking.pane)
    #expect(answer.text.hasPrefix("<article class=\"ticket\" id=\"ticket\" data-ticket=\"1\""))
    #expect(answer.text.hasSuffix("</article>"))
  }

  @Test(arguments: [
    "/tickets/1/head", "/tickets/1/timeline", "/tickets/1/panels/client", "/tickets/1/panels/watchers", "/tickets/1/history",
  ])
  func partsAreThereForWhoSeesTheTicket(path: String) async throws {
    let desk = try await TestDesk.make()
    #expect(try await desk.browser(of: desk.cast.anna).get(path).status == 200)
    #expect(try await desk.browser(of: desk.cast.audit).get(path).status == 200)
    #expect(try await desk.stranger().get(path).status == 303)
    #expect(try await desk.stranger().get(path, headers: Asking.json).status == 401)
    // Whose role reaches only the own tickets does not learn that this one is there.
    try await desk.change("UPDATE role_right SET scope = 'own' WHERE role_id = (SELECT id FROM role WHERE key = 'agent')")
    #expect(try await desk.browser(of: desk.cast.boris).get(path).status == 404)
  }

  @Test func whoOnlyReadsHasNothingToWriteWith() async throws {
    let desk = try await TestDesk.make()
    let page = try await desk.browser(of: desk.cast.audit).get("/tickets/1").text
    for part in [
      "id=\"composer\"", "data-save", "/tickets/1/status", "/tickets/1/closure", "/tickets/1/requester", "data-quote", "id=\"m1-menu\"",
    ] {
      #expect(!page.contains(part), "\(part)")
    }
    #expect(page.contains("Дымит!"))
  }

  @Test func whatHappenedAtOneInstantStandsInItsOrder() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    for subject in ["Первая тема", "Вторая тема", "Третья тема"] {
      let rev: Int64? = try await desk.value("SELECT rev FROM ticket WHERE number = 1")
      #expect(try await anna.post("/tickets/1/fields", [("subject", subject), ("rev", String(rev!))]).status == 303)
    }
    let page = try await anna.get("/tickets/1/timeline").text
    let places = try ["Первая тема", "Вторая тема", "Третья тема"].map { try #require(page.range(of: "<ins>\($0)</ins>")).lowerBound }
    #expect(places == places.sorted())
  }

  @Test func notesAreForThoseWhoMayReadThem() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "Клиент сердит")])
    #expect(try await anna.get("/tickets/1").text.contains("Клиент сердит"))
    let note: Int64? = try await desk.value("SELECT id FROM message WHERE kind = 'note'")
    #expect(try await anna.get("/messages/\(note!)/body").status == 200)
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.notes'")
    let blind = try await desk.browser(of: desk.cast.anna)
    #expect(!(try await blind.get("/tickets/1").text.contains("Клиент сердит")))
    #expect(!(try await blind.get("/tickets/1/history").text.contains("<td>Внутренний комментарий<")))
    #expect(try await blind.get("/messages/\(note!)/body").status == 404)
  }

  @Test func aLongConversationShowsItsEndFirst() async throws {
    let desk = try await TestDesk.make()
    try await desk.fill(messages: 299)
    let anna = try await desk.browser(of: desk.cast.anna)
    let page = try await anna.get("/tickets/1").text
    #expect(page.components(separatedBy: "<li class=\"message\"").count == 31)
    #expect(page.contains("id=\"m300\"") && page.contains("id=\"m271\"") && !page.contains("id=\"m270\""))
    #expect(page.contains("/tickets/1/timeline?last=90"))
    let longer = try await anna.get("/tickets/1/timeline?last=90").text
    #expect(longer.components(separatedBy: "<li class=\"message\"").count == 91)
    #expect(longer.contains("data-hx-get=\"/tickets/1/timeline?last=90\""), "a refresh shows as much again")
    let past = try await anna.get("/tickets/1?before=100").text
    #expect(past.contains("id=\"m99\"") && !past.contains("id=\"m100\"") && past.contains("name=\"seen\" value=\"300\""))
    #expect(!(try await anna.get("/tickets/1?last=1000000").text.contains("id=\"earlier\"")))
  }

  @Test func neighboursAreThoseOfTheView() async throws {
    let desk = try await TestDesk.make()
    for _ in 0..<3 { try await desk.openTicket() }
    try await desk.change("UPDATE ticket SET assignee_id = \(desk.cast.anna) WHERE number IN (1, 4)")
    let anna = try await desk.browser(of: desk.cast.anna)
    let mine = try await anna.get("/tickets/1/head?view=mine").text
    #expect(mine.contains("href=\"/tickets/4?view=mine\""))
    #expect(!mine.contains("aria-label=\"Следующая"))
    let open = try await anna.get("/tickets/3/head?view=open").text
    #expect(open.contains("/tickets/4?view=open") && open.contains("/tickets/2?view=open"))
    #expect(!(try await anna.get("/tickets/3/head?view=%22%3E%3Cb").text.contains("view=")))
  }

  @Test func mailWithALayoutIsShownInAFrame() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("UPDATE message SET html = '<table><tr><td style=\"color:#c00\">Дымит</td></tr></table>' WHERE id = 1")
    let anna = try await desk.browser(of: desk.cast.anna)
    let page = try await anna.get("/tickets/1").text
    #expect(page.contains("<iframe class=\"mail-frame\" sandbox=\"allow-same-origin") && !page.contains("Дымит</td>"))
    let frame = try await anna.get("/messages/1/body")
    #expect(frame.text.contains("Дымит</td>"))
    let policy = frame.header("Content-Security-Policy") ?? ""
    #expect(
      policy.contains("default-src 'none'") && policy.contains("sandbox allow-same-origin allow-popups") && !policy.contains("script"))
  }

  @Test func namesOfStrangersAreText() async throws {
    let desk = try await TestDesk.make()
    let script = "<img src=x onerror=alert(1)>\"'"
    try await desk.change("UPDATE ticket SET subject = \(script) WHERE number = 1")
    try await desk.change("UPDATE contact SET name = \(script)")
    try await desk.change("UPDATE message SET author_name = \(script), author_email = \(script)")
    let page = try await desk.browser(of: desk.cast.anna).get("/tickets/1").text
    #expect(!page.contains("<img src=x"))
    #expect(page.contains("&lt;img src=x"))
  }
}

extension TestDesk {
  /// Rows of messages, without all that goes with each: for pages with many.
  func fill(messages count: Int) async throws {
    let at = clock.now
    try await world.write { change in
      for index in 0..<count {
        try change.db.run(
          """
          INSERT INTO message (ticket_number, kind, author_kind, author_id, author_name, channel, created_at, source, html, text)
          VALUES (1, 'public', 'employee', 1, 'Вера Павлова', 'web', \(at), '', \("<p>Слово \(index)</p>"), 'Слово')
          """)
      }
    }
  }

  @discardableResult func openTicket(_ subject: String = "Касса молчит") async throws -> Int64 {
    let olga = cast.olga
    return try await world.write { change in
      var new = NewTicket(subject: subject, body: MessageBody(source: "…", html: "<p>…</p>", text: "…"), channel: .mail)
      new.requesterID = olga
      return try Ticket.open(new, by: MessageAuthor(actor: .contact(olga), name: "Ольга", email: nil), in: change).number
    }
  }
}
