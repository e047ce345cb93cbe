import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct NewTicketTests {
  @Test func aPlainFormOpensATicket() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let page = try await anna.get("/tickets/new").text
    for part in ["id=\"new-ticket\"", "name=\"key\"", "name=\"requester\"", "data-rich", "id=\"sla-preview\"", "value=\"employee:"] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("style="))
    let fields = [
      ("key", "k"), ("requester", "Ольга Ромашкина"), ("subject", "Касса молчит"), ("text", "Не печатает\r\nчеки"), ("format", "text"),
      ("type", "1"), ("priority", "3"), ("team", "1"), ("assignee", String(desk.cast.boris)), ("observer", "employee:\(desk.cast.boss)"),
      ("observer", "team:1"), ("tags", "касса, ФН"),
    ]
    let file = [(field: "file", name: "чек.txt", type: "text/plain", bytes: Array("тут".utf8))]
    let answer = try await anna.upload("/tickets", fields, files: file)
    #expect(answer.status == 303)
    #expect(answer.location == "/tickets/2#created")
    let row: String? = try await desk.value(
      """
      SELECT subject || '|' || type_id || '|' || priority_id || '|' || team_id || '|' || assignee_id || '|' || requester_id || '|' || company_id
      FROM ticket WHERE number = 2
      """)
    #expect(row == "Касса молчит|1|3|1|\(desk.cast.boris)|\(desk.cast.olga)|\(desk.cast.romashka)")
    #expect(try await desk.value("SELECT html FROM message WHERE ticket_number = 2") == "<p>Не печатает<br>чеки</p>")
    #expect(try await desk.value("SELECT count(*) FROM attachment WHERE ticket_number = 2 AND is_public = 1") == 1)
    #expect(try await desk.value("SELECT count(*) FROM ticket_observer WHERE ticket_number = 2") == 2)
    #expect(try await desk.value("SELECT count(*) FROM ticket_tag WHERE ticket_number = 2") == 2)
    // The same form once more is the same ticket.
    #expect(try await anna.upload("/tickets", fields, files: file).location == "/tickets/2#created")
    #expect(try await desk.value("SELECT count(*) FROM ticket") == 2)
    #expect(try await anna.get("/tickets/2").status == 200)
  }

  @Test func whatAnEmployeeWroteDownIsNoReply() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let fields = [("key", "k"), ("subject", "Касса молчит"), ("contact", String(desk.cast.olga))]
    #expect(try await anna.post("/tickets", fields).status == 303)
    let page = try await anna.get("/tickets/2/timeline").text
    #expect(page.contains("описание</span>") && !page.contains("ответ</span>"))
    #expect(try await anna.post("/tickets/2/messages", [("kind", "reply"), ("text", "Выезжаем")]).status == 303)
    #expect(try await anna.get("/tickets/2/timeline").text.contains("ответ</span>"))
  }

  @Test func aSubjectIsEnough() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.put("/drafts/new-ticket", [("text", "[]"), ("base", "0")])
    #expect(try await anna.post("/tickets", [("subject", " Звонили "), ("key", "1")]).status == 303)
    #expect(try await desk.value("SELECT subject || '|' || preview FROM ticket WHERE number = 2") == "Звонили|Звонили")
    #expect(try await desk.value("SELECT team_id FROM ticket WHERE number = 2") == 1, "nobody's ticket is a forgotten ticket")
    #expect(try await anna.get("/drafts/new-ticket").status == 204, "what was begun is done")
  }

  private static let named: [(typed: [(String, String)], requester: String, company: String)] = [
    ([("requester", "ольга  ромашкина")], "Ольга Ромашкина", "ООО Ромашка"),
    ([("requester", "OLGA@romashka.example")], "Ольга Ромашкина", "ООО Ромашка"),
    ([("requester", "Оля <olga@romashka.example>")], "Ольга Ромашкина", "ООО Ромашка"),
    ([("requester", "ivan@romashka.example")], "ivan@romashka.example", "ООО Ромашка"),
    ([("requester", "Иван Лапин <ivan@vektor.example>")], "Иван Лапин", "—"),
    ([("requester", "Иван Лапин"), ("contact", "new"), ("contactEmail", "ivan@romashka.example")], "Иван Лапин", "ООО Ромашка"),
    ([("requester", "Иван Лапин"), ("contact", "new"), ("companyName", "ромашка ооо"), ("company", "new")], "Иван Лапин", "ромашка ооо"),
    ([("requester", "Иван Лапин"), ("contact", "new"), ("companyName", "ооо «Ромашка»")], "Иван Лапин", "ООО Ромашка"),
    ([("companyName", "ООО Ромашка")], "—", "ООО Ромашка"),
    // An id that stands beside another name was left over by a script.
    ([("requester", "Ольга Ромашкина"), ("contact", "77")], "Ольга Ромашкина", "ООО Ромашка"),
  ]

  @Test(arguments: 0..<named.count)
  func clientsAreNamedInManyWays(index: Int) async throws {
    let (typed, requester, company) = Self.named[index]
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.post("/tickets", [("subject", "Касса")] + typed).status == 303)
    let found: String? = try await desk.value(
      """
      SELECT coalesce(c.name, '—') || '|' || coalesce(o.name, '—') FROM ticket t LEFT JOIN contact c ON c.id = t.requester_id
      LEFT JOIN company o ON o.id = t.company_id WHERE t.number = 2
      """)
    #expect(found == "\(requester)|\(company)")
    // Who was added is found from now on.
    if requester == "Иван Лапин" { #expect(try await anna.get("/contacts/search?q=лап").text.contains("Иван Лапин")) }
  }

  private static let refusals: [(typed: [(String, String)], field: String, word: String)] = [
    ([("subject", "")], "subject", "Укажите тему"),
    ([("subject", String(repeating: "я", count: 501))], "subject", "Слишком длинно"),
    ([("requester", "Иван Лапин")], "requester", "Контакта «Иван Лапин» нет"),
    ([("requester", "мимо@")], "requester", "не похоже на адрес"),
    ([("requester", "Иван"), ("contact", "new"), ("contactEmail", "olga@romashka.example")], "contactEmail", "Ольга Ромашкина"),
    ([("requester", "Иван"), ("contact", "new"), ("contactEmail", "мимо")], "contactEmail", "не похоже на адрес"),
    ([("companyName", "Вектор")], "companyName", "Компании «Вектор» нет"),
    ([("type", "77")], "type", "Такого варианта"), ([("priority", "x")], "priority", "Такого варианта"),
    ([("team", "77"), ("assignee", "")], "team", "передать нельзя"), ([("team", ""), ("assignee", "77")], "assignee", "передать нельзя"),
    ([("team", ""), ("assignee", "")], "assignee", "ответственный"),
    ([("tags", String(repeating: "я", count: 51))], "tags", "Слишком длинно"),
  ]

  @Test(arguments: 0..<refusals.count)
  func aRefusedFormComesBackFilledIn(index: Int) async throws {
    let (typed, field, word) = Self.refusals[index]
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let subject = typed.contains { $0.0 == "subject" } ? [] : [("subject", "Касса <b>")]
    let answer = try await anna.post("/tickets", subject + typed + [("text", "Пишет «Ошибка»"), ("key", "kk")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("id=\"\(field)-error\""), "the field is named")
    #expect(answer.text.contains(word))
    #expect(answer.text.contains("Пишет «Ошибка»") && answer.text.contains("name=\"key\" value=\"kk\""))
    if !subject.isEmpty { #expect(answer.text.contains("value=\"Касса &lt;b&gt;\"")) }
    #expect(try await desk.value("SELECT count(*) FROM ticket") == 1)
    #expect(try await desk.value("SELECT count(*) FROM contact") == 1, "nobody is added by a form that was refused")
  }

  @Test func anUnknownNameIsAddedByACheck() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let fields = [("subject", "Касса"), ("requester", "Иван Лапин"), ("companyName", "Вектор")]
    let back = try await anna.post("/tickets", fields).text
    #expect(back.contains("name=\"contact\" value=\"new\"") && back.contains("name=\"company\" value=\"new\""))
    let again = fields + [("contact", ""), ("company", ""), ("contact", "new"), ("company", "new")]
    #expect(try await anna.post("/tickets", again).status == 303)
    #expect(
      try await desk.value("SELECT o.name FROM contact c JOIN company o ON o.id = c.company_id WHERE c.name = 'Иван Лапин'") == "Вектор")
  }

  @Test func picturesInTheTextBelongToIt() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    func picture(_ browser: Browser) async throws -> String {
      let png = try #require(
        Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="))
      let answer = try await browser.upload("/uploads", files: [("file", "a.png", "image/png", Array(png))], headers: Asking.json)
      return try #require(try answer.json()["id"] as? String)
    }
    let (mine, theirs) = (try await picture(anna), try await picture(boris))
    let html = "<p>Вот</p><img src=\"/files/\(mine)/a.png\"><img src=\"/files/\(theirs)/a.png\"><script>alert(1)</script>"
    #expect(try await anna.post("/tickets", [("subject", "Касса"), ("text", html), ("format", "html")]).status == 303)
    let stored: String = try #require(try await desk.value("SELECT html FROM message WHERE ticket_number = 2"))
    #expect(stored.contains(mine) && !stored.contains(theirs) && !stored.contains("script"))
    #expect(try await desk.value("SELECT count(*) FROM attachment WHERE ticket_number = 2 AND is_inline = 1") == 1)
  }

  @Test func nobodyIsGivenATicketBeyondTheOwnReach() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("INSERT INTO team (name) VALUES ('Выездные')")
    try await desk.change("DELETE FROM team_member WHERE employee_id = \(desk.cast.boris)")
    try await desk.change("INSERT INTO team_member (team_id, employee_id) VALUES (2, \(desk.cast.boris))")
    let (anna, boris) = (String(desk.cast.anna), String(desk.cast.boris))
    // scope, team, assignee → taken or refused
    let cases: [(String, String, String, Int)] = [
      ("all", "2", boris, 303), ("team", "1", anna, 303), ("team", "1", String(desk.cast.boss), 303), ("team", "1", boris, 422),
      ("team", "2", anna, 422), ("own", "1", anna, 303), ("own", "1", String(desk.cast.boss), 422), ("own", "", anna, 303),
    ]
    for (scope, team, assignee, status) in cases {
      try await desk.change("UPDATE role_right SET scope = \(scope) WHERE right_key = 'tickets.change'")
      let answer = try await desk.browser(of: desk.cast.anna).post("/tickets", [("subject", "a"), ("team", team), ("assignee", assignee)])
      #expect(answer.status == status, "\(scope) \(team) \(assignee)")
    }
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.change'")
    let narrow = try await desk.browser(of: desk.cast.anna)
    #expect(!(try await narrow.get("/tickets/new").text.contains("name=\"assignee\"")))
    #expect(try await narrow.post("/tickets", [("subject", "a"), ("team", "2"), ("assignee", "")]).status == 422)
    #expect(try await narrow.post("/tickets", [("subject", "a")]).status == 303)
  }

  @Test func rightsAreAskedFor() async throws {
    let desk = try await TestDesk.make()
    for path in ["/tickets/new", "/tickets/new/panels"] {
      #expect(try await desk.browser(of: desk.cast.audit).get(path).status == 403)
      #expect(try await desk.stranger().get(path, headers: Asking.json).status == 401)
    }
    #expect(try await desk.browser(of: desk.cast.audit).post("/tickets", [("subject", "a")]).status == 403)
    #expect(try await desk.stranger().post("/tickets", [("subject", "a")]).status == 403)
    try await desk.change("DELETE FROM role_right WHERE right_key = 'clients.change'")
    let anna = try await desk.browser(of: desk.cast.anna)
    let refused = try await anna.post("/tickets", [("subject", "a"), ("requester", "new@a.example")])
    #expect(refused.status == 422 && refused.text.contains("добавлять контакты вам нельзя"))
    #expect(try await anna.post("/tickets", [("subject", "a"), ("requester", "olga@romashka.example")]).status == 303)
    // Who sees own tickets only is not sent to one of others.
    try await desk.change("UPDATE role_right SET scope = 'own' WHERE right_key = 'tickets.view'")
    let narrow = try await desk.browser(of: desk.cast.anna)
    #expect(try await narrow.post("/tickets", [("subject", "a"), ("team", "1"), ("assignee", "")]).location == "/tickets#created")
  }

  @Test func theAsideTellsDeadlinesAndWhatIsOpen() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let empty = try await anna.get("/tickets/new/panels?requester=&type=&priority=").text
    #expect(!empty.contains("Принтер горит"))
    let query = "requester=\(encoded("Ольга Ромашкина"))&subject=x&type=1&priority=4"
    let full = try await anna.get("/tickets/new/panels?\(query)").text
    #expect(full.contains("id=\"nearby-requester\"") && full.contains("Принтер горит"))
    #expect(full.contains("id=\"sla-preview\""))
    let company = try await anna.get("/tickets/new/panels?companyName=\(encoded("ООО Ромашка"))").text
    #expect(company.contains("id=\"nearby-company\"") && company.contains("Принтер горит"))
    // Nothing of tickets that this agent does not see.
    try await desk.change("UPDATE role_right SET scope = 'own' WHERE right_key = 'tickets.view'")
    let narrow = try await desk.browser(of: desk.cast.anna)
    #expect(!(try await narrow.get("/tickets/new/panels?\(query)").text.contains("Принтер горит")))
  }

  @Test func linksOfClientsFillTheFormIn() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.get("/contacts/\(desk.cast.olga)").text.contains("/tickets/new?contact=\(desk.cast.olga)"))
    #expect(try await anna.get("/companies/\(desk.cast.romashka)").text.contains("/tickets/new?company=\(desk.cast.romashka)"))
    let page = try await anna.get("/tickets/new?contact=\(desk.cast.olga)").text
    #expect(page.contains("value=\"Ольга Ромашкина\"") && page.contains("value=\"ООО Ромашка\"") && page.contains("data-prefilled"))
    #expect(page.contains("Принтер горит"))
    #expect(try await anna.get("/tickets/new?contact=777").status == 200)
    #expect(!page.contains("У вас есть начатая заявка"))
    _ = try await anna.put("/drafts/new-ticket", [("text", "[[\"subject\",\"x\"]]"), ("base", "0")])
    #expect(try await anna.get("/tickets/new?contact=\(desk.cast.olga)").text.contains("У вас есть начатая заявка"))
  }

  private func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)! }

  @Test func whatIsAboutTheSameIsShownFirst() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    for subject in ["Касса не печатает чеки", "Поменять картридж", "Чеки печатаются криво", "Настроить кассу"] {
      #expect(try await anna.post("/tickets", [("requester", "olga@romashka.example"), ("subject", subject)]).status == 303)
    }
    func panels(_ subject: String) async throws -> String {
      let query = "requester=olga@romashka.example&subject=\(subject.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)"
      return try await anna.get("/tickets/new/panels?\(query)").text
    }
    let similar = try #require(try await panels("кассы чеки не печатают").firstMatch(of: /id="nearby-similar".*?<\/section>/)).output
    let (first, second) = (try #require(similar.range(of: "№ 2.")), try #require(similar.range(of: "№ 4.")))
    #expect(first.lowerBound < second.lowerBound, "three words in common go before two")
    #expect(!similar.contains("картридж") && !similar.contains("№ 5."), "one word of three is no likeness")
    #expect(try await panels("картридж").contains("nearby-similar"), "a subject of one word")
    #expect(!(try await panels("Нет").contains("nearby-similar")))
  }

  @Test func clientsReadAlongByAddress() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let wrong = try await anna.post("/tickets", [("subject", "Касса"), ("observerEmails", "olga@romashka.example, кто-то")])
    #expect(wrong.status == 422 && wrong.text.contains("кто-то"))
    #expect(try await desk.value("SELECT count(*) FROM ticket") == 1)
    let emails = "Olga@romashka.example; new@vektor.example"
    #expect(try await anna.post("/tickets", [("subject", "Касса"), ("observerEmails", emails)]).status == 303)
    let names: String? = try await desk.value(
      """
      SELECT min(c.name) || '|' || max(c.name) FROM ticket_observer o JOIN contact c ON c.id = o.observer_id
      WHERE o.ticket_number = 2 AND o.kind = 'contact'
      """)
    #expect(names == "new@vektor.example|Ольга Ромашкина")
  }
}
