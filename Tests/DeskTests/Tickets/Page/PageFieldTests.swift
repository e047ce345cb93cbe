import Desk
import DeskTesting
import Storage
import Testing

@Suite struct PageFieldTests {
  private func priority(_ desk: TestDesk, _ key: String) async throws -> String {
    let id: Int64? = try await desk.value("SELECT id FROM priority WHERE key = \(key)")
    return String(id!)
  }
  private func rev(_ desk: TestDesk) async throws -> String {
    let rev: Int64? = try await desk.value("SELECT rev FROM ticket WHERE number = 1")
    return String(rev!)
  }

  @Test(arguments: ["watchers", "requester", "postponement"])
  func aFormOnAPageOfItsOwnNamesItsTicket(form: String) async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let page = try await anna.get("/tickets/1/\(form)").text
    let title = try #require(page.firstMatch(of: #/<title>([^<]*)</title>/#))
    #expect(title.1.contains("Принтер горит") && title.1.contains("1"))
    #expect(page.contains("<p class=\"page-lead\"><a href=\"/tickets/1\">"))
    let dialog = try await anna.get("/tickets/1/\(form)", headers: ["HX-Request": "true", "HX-Target": "dialog"]).text
    #expect(!dialog.contains("page-lead"), "a dialog stands over its ticket")
  }

  @Test func eachFieldIsSavedByItself() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let high = try await priority(desk, "high")
    for (name, value, column, stored) in [
      ("assignee", String(desk.cast.boris), "assignee_id" as SQL, String(desk.cast.boris)), ("priority", high, "priority_id", high),
      ("type", "1", "type_id", "1"), ("subject", " Принтер <дымит> ", "subject", "Принтер <дымит>"),
      ("requester", "olga@romashka.example", "requester_id", String(desk.cast.olga)),
    ] {
      let answer = try await anna.post("/tickets/1/fields", [(name, value), ("rev", rev(desk))], headers: Asking.saving)
      #expect(answer.status == 204, "\(name)")
      #expect(answer.header("X-Rev") == (try await rev(desk)))
      #expect(answer.header("HX-Trigger")?.contains("\\u0421\\u043e\\u0445") ?? false)
      #expect(try await desk.value("SELECT CAST(\(column) AS TEXT) FROM ticket WHERE number = 1") == stored, "\(name)")
    }
    #expect(try await anna.post("/tickets/1/fields", [("tags", "почта, Сервер, ПОЧТА"), ("team", "")]).location == "/tickets/1")
    #expect(try await desk.values("SELECT g.name FROM ticket_tag x JOIN tag g ON g.id = x.tag_id ORDER BY g.name") == ["Сервер", "почта"])
    #expect(try await desk.value("SELECT team_id FROM ticket") as Int64? == nil)
    try await desk.change("INSERT INTO team (name, is_active) VALUES ('Старая', 0)")
    let archived: Int64? = try await desk.value("SELECT id FROM team WHERE name = 'Старая'")
    #expect(try await anna.post("/tickets/1/fields", [("team", String(archived!))]).text.contains("Эта группа в архиве"))
    #expect(try await desk.value("SELECT team_id FROM ticket") as Int64? == nil)
    let history = try await anna.get("/tickets/1/history").text
    for part in [
      "Приоритет: <del>Обычный</del> → <ins>Высокий</ins>", "Ответственный: <ins>Борис Котов</ins>", "Метки: <ins>почта, Сервер</ins>",
      "Тема: <del>Принтер горит</del> → <ins>Принтер &lt;дымит&gt;</ins>",
    ] {
      #expect(history.contains(part), "\(part)")
    }
    #expect(try await anna.get("/tickets/1/timeline").text.contains("<ins>Высокий</ins>"))
  }

  @Test func twoPeopleChangingOneFieldSeeBothValues() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let known = try await rev(desk)
    let (high, low) = (try await priority(desk, "high"), try await priority(desk, "low"))
    #expect(try await anna.post("/tickets/1/fields", [("priority", high), ("rev", known)]).status == 303)
    desk.clock.advance(seconds: 20)
    let module = try await boris.post("/tickets/1/fields", [("priority", low), ("rev", known)], headers: Asking.saving)
    #expect(module.status == 409)
    #expect(try module.json()["title"] as? String == "Анна Смирнова: изменение 20 секунд назад. Приоритет: теперь «Высокий».")
    let page = try await boris.post("/tickets/1/fields", [("priority", low), ("rev", known)])
    #expect(page.status == 409)
    #expect(
      page.text.contains("теперь «Высокий»") && page.text.contains("У вас: «Низкий»")
        && page.text.contains("name=\"priority\" value=\"\(low)\""))
    #expect(try await desk.value("SELECT CAST(priority_id AS TEXT) FROM ticket") == high)
    #expect(try await boris.post("/tickets/1/fields", [("priority", low), ("rev", rev(desk))]).status == 303)
    #expect(try await desk.value("SELECT CAST(priority_id AS TEXT) FROM ticket") == low)
  }

  @Test func onlyTheFieldInQuestionCounts() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let known = try await rev(desk)
    let (high, normal) = (try await priority(desk, "high"), try await priority(desk, "normal"))
    _ = try await anna.post("/tickets/1/fields", [("priority", high), ("rev", known)])
    _ = try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "a")])
    // A plain form sends all fields: those that stand in it as they were are no wish.
    let answer = try await boris.post(
      "/tickets/1/fields", [("priority", normal), ("assignee", String(desk.cast.boris)), ("tags", "склад"), ("rev", known)])
    #expect(answer.status == 303)
    #expect(try await desk.value("SELECT CAST(priority_id AS TEXT) FROM ticket") == high)
    #expect(try await desk.value("SELECT assignee_id FROM ticket") == desk.cast.boris)
  }

  @Test(arguments: [
    ("subject", "  ", "Укажите тему"), ("assignee", "999", "нельзя поручить"), ("assignee", "x", "Такого варианта"),
    ("priority", "", "Такого варианта"), ("priority", "999", "Такого варианта"), ("requester", "no@where.example", "Контакта"),
    ("company", "999", "Такого варианта"), ("tags", String(repeating: "я", count: 51), "Слишком длинно"),
    ("team", "", "ответственный или группа"),
  ])
  func wrongValuesAreRefusedInWords(field: String, value: String, word: String) async throws {
    let desk = try await TestDesk.make()
    let answer = try await desk.browser(of: desk.cast.anna).post("/tickets/1/fields", [(field, value)], headers: Asking.saving)
    #expect(answer.status == 422)
    #expect((try answer.json()["title"] as? String ?? "").contains(word))
    #expect(try await desk.value("SELECT count(*) FROM event") == 1)
  }

  @Test func aTicketWithoutAnAnswerEndsOnlyOnPurpose() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let done: Int64? = try await desk.value("SELECT id FROM status WHERE key = 'done'")
    for (path, fields) in [("/tickets/1/status", [("status", String(done!))]), ("/tickets/1/closure", [])] {
      let asked = try await anna.post(path, fields)
      #expect(asked.status == 409)
      #expect(asked.text.contains("name=\"anyway\" value=\"1\"") && asked.text.contains("action=\"\(path)\""))
      #expect(try await desk.value("SELECT category FROM ticket") == "new")
    }
    #expect(try await anna.post("/tickets/1/closure", [("anyway", "1")]).location == "/tickets/1")
    #expect(try await desk.value("SELECT category FROM ticket") == "closed")
    #expect(try await anna.post("/tickets/1/closure", [("anyway", "1")]).status == 303, "twice is once")
    #expect(try await desk.value("SELECT count(*) FROM event WHERE kind = 'ticket.statusChanged'") == 1)
    #expect(try await anna.post("/tickets/1/closure/delete").status == 303)
    #expect(try await desk.value("SELECT category FROM ticket") == "open")
  }

  @Test func anAnsweredTicketEndsAtOnce() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", "Едем")])
    #expect(try await anna.post("/tickets/1/closure").status == 303)
    #expect(try await anna.delete("/tickets/1/closure", headers: Asking.saving).status == 204)
  }

  @Test func watchersComeAndGo() async throws {
    let desk = try await TestDesk.make()
    let (anna, auditor) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.audit))
    let boris = desk.cast.boris
    #expect(try await anna.post("/tickets/1/observers", [("who", "employee:\(boris)")]).location == "/tickets/1/watchers")
    _ = try await anna.post("/tickets/1/observers", [("who", "employee:\(boris)")])
    _ = try await anna.post("/tickets/1/observers", [("who", "team:1")])
    _ = try await anna.post("/tickets/1/observers", [("email", "Olga@romashka.example")])
    #expect(try await desk.values("SELECT kind FROM ticket_observer ORDER BY kind") == ["contact", "employee", "team"])
    #expect(try await desk.value("SELECT count(*) FROM event WHERE kind = 'ticket.observed'") == 3)
    let dialog = try await anna.get("/tickets/1/watchers", headers: Asking.dialog)
    #expect(dialog.text.hasPrefix("<header class=\"dialog-head\">") && dialog.text.contains("Борис Котов"))
    let refused = try await anna.post("/tickets/1/observers", [("email", "no@where.example")], headers: Asking.dialog)
    #expect(refused.status == 422 && refused.text.contains("Контакта с таким адресом нет"))
    // Who only reads may follow, and add nobody else.
    #expect(try await auditor.post("/tickets/1/observers", [("who", "employee:\(boris)")]).status == 403)
    #expect(try await auditor.post("/tickets/1/observers", [("who", "employee:\(desk.cast.audit)")]).status == 303)
    #expect(try await auditor.delete("/tickets/1/observers/employee/\(boris)").status == 403)
    #expect(try await anna.post("/tickets/1/observers/employee/\(boris)/delete").status == 303)
    #expect(try await desk.value("SELECT count(*) FROM ticket_observer WHERE kind = 'employee'") == 1)
    #expect(try await anna.get("/tickets/1/panels/watchers").text.contains("olga@romashka.example"))
    #expect(try await anna.get("/tickets/1").text.contains("value=\"olga@romashka.example\""), "a client who observes gets a copy")
  }

  @Test(arguments: ["status", "fields", "closure", "closure/delete", "observers"])
  func changesAreForThoseWhoMay(verb: String) async throws {
    let desk = try await TestDesk.make()
    let fields = [("status", "2"), ("subject", "x"), ("who", "team:1"), ("anyway", "1")]
    #expect(try await desk.browser(of: desk.cast.audit).post("/tickets/1/\(verb)", fields).status == 403)
    #expect(try await desk.stranger().post("/tickets/1/\(verb)", fields, headers: Asking.json).status == 401)
    #expect(try await desk.browser(of: desk.cast.anna).post("/tickets/1/\(verb)", fields, token: "forged").status == 422)
    #expect(try await desk.value("SELECT count(*) FROM event") == 1)
    try await desk.change("UPDATE role_right SET scope = 'own' WHERE role_id = (SELECT id FROM role WHERE key = 'agent')")
    #expect(try await desk.browser(of: desk.cast.anna).post("/tickets/1/\(verb)", fields).status == 404)
  }

  @Test func historyIsCompleteAndFiltered() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", "Едем")])
    try await desk.pass(seconds: 10)
    let all = try await anna.get("/tickets/1/history").text
    #expect(all.components(separatedBy: "<tr id=\"e").count == 5)
    #expect(all.contains("Заявка открыта: Принтер горит") && all.contains("<del>Новая</del> → <ins>В работе</ins>"))
    let fields = try await anna.get("/tickets/1/history?kind=fields").text
    #expect(fields.components(separatedBy: "<tr id=\"e").count == 2)
    #expect(try await anna.get("/tickets/1/history?kind=people").text.contains("Таких изменений нет"))
    try await desk.change(
      """
      INSERT INTO event (at, kind, subject_kind, subject_id, actor_kind, changes, facts)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150)
      SELECT i, 'ticket.observed', 'ticket', 1, 'desk', '[]', '{"name":"x"}' FROM n
      """)
    let first = try await anna.get("/tickets/1/history?kind=people").text
    #expect(first.components(separatedBy: "<tr id=\"e").count == 101)
    let next = try #require(first.firstMatch(of: /before=(\d+)/)?.1)
    #expect(try await anna.get("/tickets/1/history?kind=people&before=\(next)").text.components(separatedBy: "<tr id=\"e").count == 51)
  }
}
