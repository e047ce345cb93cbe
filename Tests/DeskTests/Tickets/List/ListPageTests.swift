import DeskTesting
import Storage
import Testing

@testable import Desk

@Suite struct ListPageTests {
  private func narrow(_ desk: TestDesk, to scope: Scope) async throws {
    try await desk.change("UPDATE role_right SET scope = \(scope) WHERE role_id = (SELECT id FROM role WHERE key = 'agent')")
  }

  @Test func theRowTellsWhatTheTicketIs() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("UPDATE ticket SET has_attachments = 1 WHERE number = 1")
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(1, in: change)!
      try ticket.setTags(["касса", "пожар", "срочно"], by: .desk, in: change)
      try ticket.assign(to: desk.cast.boris, team: 1, by: .desk, in: change)
    }
    let row = try await desk.browser(of: desk.cast.anna).list("/tickets?view=open&sort=due").row(1)
    for part in [
      "data-category=\"new\"", ">1</span>", "href=\"/tickets/1?view=open&amp;sort=due\"", "Принтер горит", "Дымит!", "ООО Ромашка",
      "Ольга Ромашкина", "Есть вложения", "Пришла по почте", ">касса<", ">пожар<", ">+1<", "data-level=\"normal\"", "Борис Котов",
      "class=\"sla\" data-state=\"ok\"", "2 ч", "<time datetime=\"2026-11-23T07:00:00Z\"", ">10:00</time>",
    ] {
      #expect(row.contains(part), "\(part)")
    }
    #expect(!row.contains(">срочно<"))
  }

  @Test func partsOfThePageAreAnsweredByTheirName() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let page = try await anna.get("/tickets?view=open")
    #expect(page.text.hasPrefix("<!doctype html>") && page.header("Vary") == "HX-Request, HX-Target, Accept-Encoding")
    for (target, start) in [
      ("rows", "<ol class=\"rows\" id=\"rows\""), ("list", "<section class=\"list\" id=\"list\""),
      ("views", "<nav class=\"views\" id=\"views\""),
    ] {
      let headers = ["HX-Request": "true", "HX-Target": target]
      let part = try await anna.get("/tickets?view=open", headers: headers)
      #expect(part.text.hasPrefix(start) && part.header("Vary") == "HX-Request, HX-Target, Accept-Encoding", "\(target)")
      let tag = try #require(part.header("ETag"))
      #expect(tag.hasPrefix("W/"))
      let again = try await anna.get("/tickets?view=open", headers: headers.merging(["If-None-Match": tag]) { $1 })
      #expect(again.status == 304 && again.bytes.isEmpty, "\(target)")
      try await desk.openTicket()
      #expect(try await anna.get("/tickets?view=open", headers: headers.merging(["If-None-Match": tag]) { $1 }).status == 200)
    }
  }

  @Test func theTicketStandsBesideItsList() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let page = try await anna.get("/tickets?view=open&ticket=1").text
    #expect(page.contains("<article class=\"ticket\" id=\"ticket\" data-ticket=\"1\"") && page.contains("id=\"composer\""))
    #expect(page.contains("href=\"/tickets/1?view=open\" aria-current=\"true\""))
    #expect(page.contains("<title>Принтер горит"))
    #expect(try await anna.get("/tickets?view=open").text.contains("id=\"pane\" aria-label=\"Заявка\"></section>"))
    #expect(try await anna.get("/tickets?view=open&ticket=99").status == 404)
  }

  @Test func headingsSayTheOrderAndTurnItRound() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let usual = try await anna.get("/tickets?view=open").text
    #expect(usual.contains("role=\"columnheader\" aria-sort=\"descending\"><a href=\"/tickets?view=open&amp;sort=-activity\">"))
    #expect(usual.components(separatedBy: "aria-sort=").count == 2)
    let due = try await anna.get("/tickets?view=open&sort=due").text
    #expect(due.contains("aria-sort=\"ascending\"><a href=\"/tickets?view=open&amp;sort=-due\">"))
    // The order goes along to another view.
    #expect(due.contains("href=\"/tickets?view=done&amp;sort=due\""))
  }

  @Test func anEmptyViewSaysWhatItIsFor() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    for (view, words) in [
      ("mine", "Ваших заявок нет"), ("risk", "Ничего не горит"), ("done", "Решённых заявок пока нет"), ("team-1", "У группы нет"),
      ("unassigned", "Всё разобрано"), ("open", "Открытых заявок нет"),
    ] {
      let page = try await anna.get("/tickets?view=\(view)").text
      #expect(page.contains(words), "\(view)")
      if view == "mine" { #expect(page.contains("role=\"rowgroup\" data-hx-get=\"/tickets?view=mine\"") && page.contains("></ol>")) }
    }
  }

  @Test func columnsAreLeftOutForWhoDoesWithoutThem() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let answer = try await anna.post(
      "/tickets/columns", [("column", "number"), ("column", "due"), ("column", "shoe"), ("next", "/tickets?view=open&sort=due")])
    #expect(answer.status == 303 && answer.location == "/tickets?view=open&sort=due")
    let page = try await anna.list("/tickets?view=open")
    #expect(page.text.contains("data-without=\"activity assignee client priority\""))
    #expect(page.row(1).contains("row-number") && page.row(1).contains("row-sla") && !page.row(1).contains("row-who"))
    #expect(try await desk.browser(of: desk.cast.boris).list("/tickets?view=open").row(1).contains("row-who"), "for oneself alone")
    #expect(try await anna.post("/tickets/columns", [("next", "https://elsewhere.example")]).location == "/")
  }

  @Test func othersTicketsAreNeitherListedNorCounted() async throws {
    let desk = try await TestDesk.make()
    try await desk.scatter(16)
    try await narrow(desk, to: .own)
    let agent = try await desk.agent(desk.cast.anna), anna = try await desk.browser(of: desk.cast.anna)
    let own: Set<Int64> = try await desk.world.read {
      Set(try $0.values("SELECT number FROM ticket WHERE assignee_id = \(agent.id)"))
    }
    for view in ["mine", "open"] { #expect(Set(try await anna.list("/tickets?view=\(view)").numbers) == own, "\(view)") }
    #expect(try await anna.list("/tickets?view=unassigned").numbers.isEmpty)
    let page = try await anna.get("/tickets?view=open").text
    #expect(page.components(separatedBy: "class=\"view-count\"").count == 2, "what is one's own alone is counted")
    #expect(page.contains("<span class=\"view-count\">\(own.count)</span>") && !page.contains("view=team-"))
    #expect(try await anna.get("/tickets?view=team-1").status == 404)
    try await narrow(desk, to: .team)
    let wider = try await desk.browser(of: desk.cast.anna), text = try await wider.get("/tickets?view=team-1").text
    #expect(text.contains("view=team-1") && !text.contains("view=team-2"))
    #expect(text.components(separatedBy: "class=\"view-count\"").count == 3, "one's own, and one's team")
    #expect(try await wider.get("/tickets?view=team-2").status == 404)
    let seen = try await wider.list("/tickets?view=open").numbers
    let expected: [Int64] = try await desk.world.read {
      try $0.values("SELECT number FROM ticket WHERE team_id = 1 OR assignee_id = \(agent.id)")
    }
    #expect(Set(seen) == Set(expected))
  }

  @Test func draftsAreMarkedForTheirWriterAlone() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.put("/tickets/1/drafts/reply", [("text", "Уже едем"), ("format", "text"), ("base", "0")])
    #expect(try await anna.list("/tickets?view=open").row(1).contains("черновик"))
    let boris = try await desk.browser(of: desk.cast.boris).list("/tickets?view=open").row(1)
    #expect(boris.contains("Принтер горит"))
    #expect(!boris.contains("черновик") && !boris.contains("Уже едем"))
  }

  @Test func whoEverReadsOnlyBeginsWithAllThatIsOpen() async throws {
    let desk = try await TestDesk.make()
    let audit = try await desk.browser(of: desk.cast.audit).get("/tickets").text
    #expect(audit.contains("<h1 id=\"list-title\">Все открытые</h1>") && !audit.contains("view=mine\""))
    #expect(try await desk.browser(of: desk.cast.anna).get("/tickets").text.contains("<h1 id=\"list-title\">Мои</h1>"))
  }

  @Test func whoIsThereIsARingAndWords() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    desk.world.live.hear(topic: "presence1", kind: "\(desk.cast.boris) typing", now: desk.clock.now)
    let row = try await anna.list("/tickets?view=open").row(1)
    #expect(row.contains("data-presence=\"typing\"") && row.contains("Борис Котов пишет"))
    let answer = try await anna.get("/tickets/1/presence", headers: Asking.json).json()
    #expect(answer["ring"] as? String == "typing" && (answer["text"] as? String)?.contains("Борис") ?? false)
    // Oneself is no news.
    #expect(!(try await desk.browser(of: desk.cast.boris).list("/tickets?view=open").row(1).contains("data-presence")))
  }
}
