import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct SearchTests {
  /// Subjects of tickets 2, 3, … and what their only message says.
  private static let tickets: [(subject: String, text: String)] = [
    ("Заявка на картридж", "Нужны чёрные картриджи для принтера в бухгалтерии."),
    ("Касса № 3 молчит", "После обновления пишет «Ошибка ФН 235». Серийный номер SN-0042/А."),
    ("The printer is on fire", "Printing stopped, replies bounce. Please call anna@vektor.example."),
    ("Отчёт не строится", "Отчет за ноябрь пустой, хотя заявки были"),
    ("Ёлка на входе", "Мигает, кассиру мешает"),
  ]

  // query → numbers that are found
  private static let expected: [(String, Set<Int64>)] = [
    ("заявки", [2, 5]), ("ЗАЯВКА", [2, 5]), ("принтеры", [1, 2]), ("принтер", [1, 2]), ("картриджами", [2]),
    ("print", [4]), ("printed", [4]), ("fires", [4]), ("reply", [4]),
    ("елка", [6]), ("ёлки", [6]), ("отчёты", [5]), ("отчет", [5]), ("черный", [2]),
    // The last word while it is typed.
    ("принт", [1, 2]), ("карт", [2]), ("касс", [3, 6]), ("касса", [3]), ("касси", [3, 6]), ("кар ", []), ("prin", [4]), ("ка", []),
    ("заявка кар", [2]), ("ваве", []),
    // Phrases.
    ("\"ошибка фн\"", [3]), ("«Ошибка ФН»", [3]), ("\"фн ошибка\"", []), ("“ошибка фн 235”", [3]), ("\"ошибка", [3]),
    ("\"кар\"", []), ("anna@vektor.example", [4]), ("SN-0042/А", [3]), ("vektor", [4]), ("0042", [3]),
    // All of the words, none of the unwanted.
    ("касса ошибка", [3]), ("касса принтер", []), ("касса -ошибка", []), ("принтер -горит", [2]), ("заявка -\"чёрные картриджи\"", [5]),
    ("заявка - картридж", [2]), ("-заявка", []), ("заявка −картридж", [5]), ("заявка --картридж", [5]),
    ("", []), ("   ", []), ("…", []), ("\"\"", []), ("-", []), ("№", []),
  ]

  @Test func wordsAreFoundInTheirForms() async throws {
    let desk = try await filled()
    let anna = try await desk.agent(desk.cast.anna)
    for (typed, numbers) in Self.expected {
      let found = try await desk.world.read { try anna.search(SearchQuery(typed), in: $0).hits.map(\.ticket.number) }
      #expect(Set(found) == numbers, "\(typed)")
      #expect(found == found.sorted(by: >), "the newest first")
    }
  }

  @Test func thePageShowsWhereTheWordsStand() async throws {
    let desk = try await filled()
    let anna = try await desk.browser(of: desk.cast.anna)
    let page = try await anna.get("/search?q=\(encoded("принтеры"))")
    #expect(page.status == 200)
    #expect(page.text.contains("картриджи для <mark>принтера</mark> в"))
    #expect(page.text.contains("<mark>Принтер</mark> горит"))
    #expect(page.text.contains("action=\"/search\"") && page.text.contains("value=\"принтеры\""))
    // A number leads to its ticket before anything else.
    for query in ["3", "#3", "№ 3", " 3 "] {
      #expect(try await anna.get("/search?q=\(encoded(query))").text.contains("href=\"/tickets/3\" id=\"search-number\""), "\(query)")
    }
    #expect(!(try await anna.get("/search?q=777").text.contains("search-number")))
    // Clients by their names.
    let clients = try await anna.get("/search?q=\(encoded("вектор"))").text
    #expect(clients.contains("ООО Вектор") && clients.contains("Семён Векторов"))
    #expect(try await anna.get("/search").text.contains("Что найти?"))
    #expect(try await anna.get("/search?q=\(encoded("абракадабра"))").text.contains("Ничего не нашлось"))
    #expect(try await anna.get("/search?q=\(encoded("-заявка"))").text.contains("Ничего не нашлось"))
    #expect(try await desk.stranger().get("/search?q=3", headers: Asking.json).status == 401)
  }

  @Test func textsOfStrangersAreNoMarkup() async throws {
    let desk = try await TestDesk.make()
    try await desk.openTicket("<img src=x onerror=alert(1)> взлом")
    let anna = try await desk.browser(of: desk.cast.anna)
    for query in ["взлом", "<script>alert(1)</script>", "\"><img src=x>", "img"] {
      let page = try await anna.get("/search?q=\(encoded(query))").text
      #expect(!page.contains("<img src=x") && !page.contains("<script>alert"), "\(query)")
    }
  }

  @Test func notesAndTicketsOfOthersStayHidden() async throws {
    let desk = try await filled()
    let boss = try await desk.browser(of: desk.cast.boss)
    #expect(try await boss.post("/tickets/3/messages", [("kind", "note"), ("text", "Тайна заведующего")]).status == 303)
    func found(_ query: String) async throws -> [Int64] {
      let anna = try await desk.agent(desk.cast.anna)
      return try await desk.world.read { try anna.search(SearchQuery(query), in: $0).hits.map(\.ticket.number) }
    }
    #expect(try await found("тайна") == [3])
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.notes'")
    #expect(try await found("тайна") == [])
    #expect(try await found("касса") == [3])
    try await desk.change("UPDATE role_right SET scope = 'own' WHERE right_key = 'tickets.view'")
    #expect(try await found("касса") == [])
    #expect(!(try await desk.browser(of: desk.cast.anna).get("/search?q=3").text.contains("search-number")))
    try await desk.change("UPDATE ticket SET assignee_id = \(desk.cast.anna) WHERE number = 3")
    #expect(try await found("касса") == [3])
    try await desk.change("DELETE FROM role_right WHERE right_key = 'clients.view'")
    #expect(!(try await desk.browser(of: desk.cast.anna).get("/search?q=\(encoded("вектор"))").text.contains("Семён Векторов")))
  }

  @Test func aRenamedTicketIsFoundByItsNewName() async throws {
    let desk = try await filled()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.post("/tickets/3/fields", [("subject", "Сканер молчит")]).status == 303)
    #expect(try await anna.get("/search?q=\(encoded("сканеры"))").text.contains("id=\"row-3\""))
    #expect(!(try await anna.get("/search?q=\(encoded("касса"))").text.contains("id=\"row-3\"")))
  }

  @Test func olderOnesFollowPageByPage() async throws {
    let desk = try await TestDesk.make()
    for index in 1...60 { try await desk.openTicket("Сканер \(index)") }
    let anna = try await desk.agent(desk.cast.anna)
    // Two of them have a newer message with the word: they are shown by that one, and not again by the older.
    for number in [2, 30] as [Int64] {
      _ = try await desk.browser(of: desk.cast.anna).post("/tickets/\(number)/messages", [("kind", "note"), ("text", "сканеру плохо")])
    }
    var (pages, before): ([[Int64]], Int64?) = ([], .max)
    while let at = before {
      let hits = try await desk.world.read { try anna.search(SearchQuery("сканер"), before: at, in: $0) }
      pages.append(hits.hits.map(\.ticket.number))
      before = hits.next
      #expect(!hits.isPartial)
    }
    #expect(pages.map(\.count) == [25, 25, 10])
    #expect(pages[0].prefix(3) == [30, 2, 61])
    #expect(Set(pages.joined()).count == 60)
  }

  @Test func aNarrowScopeIsToldThatOnlyTheNewestWereLookedAt() async throws {
    let desk = try await TestDesk.make()
    try await desk.openTicket("Сканер")
    try await desk.change("UPDATE ticket SET assignee_id = \(desk.cast.anna) WHERE number = 2")
    try await desk.change("UPDATE role_right SET scope = 'own' WHERE right_key = 'tickets.view'")
    let at = desk.clock.now
    try await desk.world.write { change in
      for _ in 0..<3200 {
        let id: Int64? = try change.db.value(
          """
          INSERT INTO message (ticket_number, kind, author_kind, author_id, author_name, channel, created_at, source, html, text)
          VALUES (1, 'public', 'employee', 1, 'Вера Павлова', 'web', \(at), '', '', 'сканер') RETURNING id
          """)
        try Search.add(id!, subject: "", body: "сканер", in: change.db)
      }
    }
    let anna = try await desk.agent(desk.cast.anna)
    let first = try await desk.world.read { try anna.search(SearchQuery("сканеры"), in: $0) }
    #expect(first.hits.isEmpty && first.isPartial)
    let second = try await desk.world.read { try anna.search(SearchQuery("сканеры"), before: first.next!, in: $0) }
    #expect(second.hits.map(\.ticket.number) == [2] && second.next == nil)
  }

  /// Whatever is typed, the answer is a page, and never a ticket of others or a note.
  @Test func anyTextIsAQuery() async throws {
    let desk = try await filled()
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.notes'")
    _ = try await desk.browser(of: desk.cast.boss).post("/tickets/2/messages", [("kind", "note"), ("text", "картридж тайна NEAR")])
    let anna = try await desk.agent(desk.cast.anna)
    let pieces = [
      "\"", "'", "*", "(", ")", "-", "+", "^", ":", "NEAR", "AND", "OR", "NOT", "картридж", "тайна", "subject:", "&", "|", "!", "<->", "\\",
      "{", "}", "%", "_", ";", "--", "/*", "\u{0}", "\u{E000}", "й", "e\u{301}", "🔥", "«", "»", " ", " ", "\n", "~0", "^0", "ка", "1e5",
      "0x1",
      "$1", "?", "日本", "ﬁ", "İ", "ß",
    ]
    var random = SystemRandomNumberGenerator()
    for round in 0..<300 {
      let typed = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      let found = try await desk.world.read { try anna.search(SearchQuery(typed), in: $0).hits }
      #expect(found.allSatisfy { !$0.text.contains("тайна") }, "\(round): \(typed.debugDescription)")
    }
    let browser = try await desk.browser(of: desk.cast.anna)
    for typed in [String(repeating: "а", count: 10_000), String(repeating: "картридж ", count: 1200), String(repeating: "\"", count: 9999)]
    {
      let answer = try await browser.get("/search?q=\(encoded(typed))")
      #expect(answer.status == 200 && answer.text.contains("role=\"status\""), "cut with a notice")
    }
    for raw in ["%FF%FE", "%00", "%", "a&q=b", "&before=x", "x&before=-5", "x&before=99999999999999999999"] {
      #expect(try await browser.get("/search?q=\(raw)").status == 200, "\(raw)")
    }
  }

  private func filled() async throws -> TestDesk {
    let desk = try await TestDesk.make()
    let olga = desk.cast.olga
    try await desk.world.write { change in
      for (subject, text) in Self.tickets {
        var new = NewTicket(subject: subject, body: MessageBody(source: text, html: "<p></p>", text: text), channel: .mail)
        new.requesterID = olga
        _ = try Ticket.open(new, by: MessageAuthor(actor: .contact(olga), name: "Ольга", email: nil), in: change)
      }
      _ = try Company.add("ООО Вектор", by: .desk, in: change)
      _ = try Contact.findOrCreate(email: "semyon@mail.example", name: "Семён Векторов", in: change)
    }
    return desk
  }

  private func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)! }
}
