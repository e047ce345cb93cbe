import Desk
import DeskTesting
import Storage
import Testing

@Suite struct PagePostingTests {
  @Test func aPlainFormAnswersTheClient() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let answer = try await anna.upload(
      "/tickets/1/messages",
      [
        ("kind", "reply"), ("text", "Едем!\r\nСкоро https://example.com"), ("format", "text"),
        ("cc", "it@romashka.example, OLGA@romashka.example"), ("seen", "1"), ("then", "done"), ("key", "k1"),
      ],
      files: [("file", "схема.txt", "text/plain", Array("тут".utf8))])
    #expect(answer.status == 303)
    #expect(answer.location == "/tickets/1#m2")
    let html: String? = try await desk.value("SELECT html FROM message WHERE id = 2")
    #expect(html?.hasPrefix("<p>Едем!<br>Скоро <a href=\"https://example.com\"") ?? false)
    #expect(try await desk.value("SELECT recipients FROM message WHERE id = 2") == "[\"olga@romashka.example\",\"it@romashka.example\"]")
    #expect(try await desk.value("SELECT count(*) FROM attachment WHERE message_id = 2 AND is_public = 1 AND ticket_number = 1") == 1)
    #expect(try await desk.value("SELECT category FROM ticket WHERE number = 1") == "new")
    try await desk.pass(seconds: 10)
    #expect(try await desk.value("SELECT category FROM ticket WHERE number = 1") == "done")
  }

  @Test func aNoteStaysInside() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(
      try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "Клиент сердит"), ("cc", "evil@example.com")]).status == 303)
    #expect(try await desk.value("SELECT kind || delivery || recipients FROM message WHERE id = 2") == "notenone[]")
    try await desk.pass(seconds: 60)
    #expect(try await desk.value("SELECT answered_at FROM ticket WHERE number = 1") as Int64? == nil)
  }

  @Test func aDoubledRequestWritesOnce() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let fields = [("kind", "reply"), ("text", "Едем"), ("key", "same"), ("seen", "1")]
    let first = try await anna.post("/tickets/1/messages", fields, headers: Asking.json)
    let second = try await anna.post("/tickets/1/messages", fields, headers: Asking.json)
    #expect(first.status == 201)
    #expect(try first.json()["id"] as? Int == 2)
    #expect(first.text == second.text)
    #expect(try await desk.value("SELECT count(*) FROM message") == 2)
    // Another person's key is another key.
    _ = try await desk.browser(of: desk.cast.boris).post("/tickets/1/messages", fields + [("anyway", "1")], headers: Asking.json)
    #expect(try await desk.value("SELECT count(*) FROM message") == 3)
  }

  @Test func anAnswerComesBackAsItWasTyped() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    for (text, format, back) in [("Едем  <b>", "text", "Едем  <b>"), ("<p>Едем <b>скоро</b></p>", "html", "<p>Едем <b>скоро</b></p>")] {
      let sent = try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", text), ("format", format)], headers: Asking.json)
      let object = try sent.json()
      #expect(object["seconds"] as? Int == 10)
      let undo = try #require(object["undo"] as? String)
      let answer = try await anna.delete(undo, headers: Asking.json)
      #expect(answer.status == 200)
      #expect(try answer.json()["text"] as? String == back)
      #expect(try answer.json()["format"] as? String == format)
      #expect(try await desk.value("SELECT count(*) FROM message") == 1)
      #expect(try await anna.get("/tickets/1/drafts/reply").json()["text"] as? String == back)
      #expect(try await anna.delete(undo, headers: Asking.json).status == 404)
    }
  }

  @Test func whatHasLeftStaysOut() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", "Едем")])
    #expect(try await desk.browser(of: desk.cast.boris).delete("/tickets/1/messages/2", headers: Asking.json).status == 403)
    try await desk.pass(seconds: 11)
    #expect(try await anna.delete("/tickets/1/messages/2", headers: Asking.json).status == 409)
    #expect(try await desk.value("SELECT count(*) FROM message") == 2)
  }

  @Test func plainFormsTakeBackToo() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.upload(
      "/tickets/1/messages", [("kind", "reply"), ("text", "Едем")], files: [("file", "a.txt", "text/plain", [1, 2])])
    #expect(try await anna.get("/tickets/1").text.contains("/tickets/1/messages/2/delete"))
    #expect(try await anna.post("/tickets/1/messages/2/delete").status == 303)
    let page = try await anna.get("/tickets/1?draft=reply").text
    #expect(page.contains(">\nЕдем</textarea>"))
    #expect(page.contains("name=\"upload\" value=\""), "its files wait for the next try")
  }

  @Test func somebodyElseAnsweredMeanwhile() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    _ = try await boris.post("/tickets/1/messages", [("kind", "reply"), ("text", "Это <мой> ответ"), ("seen", "1")])
    let mine = [("kind", "reply"), ("text", "И мой"), ("seen", "1"), ("key", "x")]
    let module = try await anna.post("/tickets/1/messages", mine, headers: Asking.json)
    #expect(module.status == 409)
    #expect(module.header("Content-Type")?.hasPrefix("text/html") ?? false)
    for part in ["value=\"anyway\"", "value=\"edit\"", "value=\"discard\"", "Это &lt;мой&gt; ответ", "id=\"dialog-title\""] {
      #expect(module.text.contains(part), "\(part)")
    }
    let plain = try await anna.post("/tickets/1/messages", mine)
    #expect(plain.status == 409)
    #expect(
      plain.text.contains(">\nИ мой</textarea>") && plain.text.contains("name=\"seen\" value=\"2\"")
        && plain.text.contains("role=\"alert\""))
    #expect(try await desk.value("SELECT count(*) FROM message") == 2)
    #expect(try await anna.post("/tickets/1/messages", mine + [("anyway", "1")], headers: Asking.json).status == 201)
    // A note of a colleague is no second answer.
    _ = try await boris.post("/tickets/1/messages", [("kind", "note"), ("text", "между нами")])
    #expect(try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", "ещё"), ("seen", "3")]).status == 303)
  }

  @Test func aRefusedAnswerKeepsItsMarkupAndItsFiles() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let before = try await anna.upload(
      "/uploads", files: [("file", "раньше.txt", "text/plain", Array("1".utf8))], headers: Asking.json)
    let id = try #require(try before.json()["id"] as? String)
    let refused = try await anna.upload(
      "/tickets/1/messages",
      [("kind", "reply"), ("text", "<p>Едем <b>скоро</b></p>"), ("format", "html"), ("cc", "не адрес"), ("upload", id)],
      files: [("file", "схема.txt", "text/plain", Array("тут".utf8))])
    #expect(refused.status == 422)
    #expect(refused.text.contains("name=\"format\" value=\"html\""))
    #expect(refused.text.contains("&lt;p&gt;Едем &lt;b&gt;скоро&lt;/b&gt;&lt;/p&gt;</textarea>"))
    let files: [String] = try await desk.values("SELECT public_id FROM attachment WHERE message_id IS NULL ORDER BY id")
    #expect(files.count == 2 && files[0] == id)
    for file in files { #expect(refused.text.contains("name=\"upload\" value=\"\(file)\" checked")) }
    let fields = [("kind", "reply"), ("text", "<p>Едем <b>скоро</b></p>"), ("format", "html")] + files.map { ("upload", $0) }
    #expect(try await anna.post("/tickets/1/messages", fields).status == 303)
    #expect(try await desk.value("SELECT count(*) FROM attachment WHERE message_id = 2") == (2 as Int64))
    #expect(try await desk.value("SELECT html FROM message WHERE id = 2") == "<p>Едем <b>скоро</b></p>")
  }

  private typealias Fields = [(String, String)]
  private static let empty: Fields = [("kind", "reply"), ("text", " \n ")]
  private static func reply(_ more: (String, String)...) -> Fields { [("kind", "reply"), ("text", "a")] + more }
  private static let refused: [(Fields, String)] = [
    (empty, "Напишите текст"), ([("kind", "note"), ("text", "")], "Напишите текст"),
    ([("kind", "reply"), ("text", "<p></p>"), ("format", "html")], "Напишите текст"),
    ([("kind", "shout"), ("text", "a")], "Такого варианта"),
    (reply(("upload", "nothere")), "больше не хранится"), (reply(("then", "explode")), "Такого варианта"),
    (reply(("cc", "мимо")), "не похоже на адрес"), (reply(("cc", "a@b.example\u{0}c")), "не похоже на адрес"),
    (reply(("cc", "a@b.example Bcc: x@y.example")), "не похоже на адрес"),
    ([("kind", "reply"), ("text", String(repeating: "я", count: 600_000))], "Слишком длинно"),
  ]

  @Test(arguments: 0..<refused.count)
  func refusedMessagesSayWhy(index: Int) async throws {
    let (fields, word) = Self.refused[index]
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let module = try await anna.post("/tickets/1/messages", fields, headers: Asking.json)
    #expect(module.status == 422)
    #expect(module.header("Content-Type") == "application/problem+json")
    #expect((try module.json()["title"] as? String ?? "").contains(word))
    let plain = try await anna.post("/tickets/1/messages", fields)
    #expect(plain.status == 422 && plain.text.contains(word) && plain.text.contains("id=\"composer\""))
    #expect(try await desk.value("SELECT count(*) FROM message") == 1)
  }

  @Test func lineEndsInCopiesSeparateAddresses() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(
      try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", "a"), ("cc", "a@b.example\r\nb@b.example;")]).status == 303)
    #expect(
      try await desk.value("SELECT recipients FROM message WHERE id = 2") == "[\"olga@romashka.example\",\"a@b.example\",\"b@b.example\"]")
  }

  @Test func rightsAreAskedForEachKind() async throws {
    let desk = try await TestDesk.make()
    let form = [("kind", "reply"), ("text", "a")]
    #expect(try await desk.browser(of: desk.cast.audit).post("/tickets/1/messages", form).status == 403)
    #expect(try await desk.stranger().post("/tickets/1/messages", form).status == 403)
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.reply'")
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.post("/tickets/1/messages", form).status == 403)
    #expect(try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "a")]).status == 303)
    #expect(!(try await anna.get("/tickets/1").text.contains("value=\"reply\"")))
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.change'")
    let narrow = try await desk.browser(of: desk.cast.anna)
    #expect(try await narrow.post("/tickets/1/messages", [("kind", "note"), ("text", "a"), ("then", "done")]).status == 403)
  }

  @Test func aContactWithoutAnAddressIsAnsweredInTheDesk() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("DELETE FROM contact_email")
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.get("/tickets/1").text.contains("нет адреса почты"))
    #expect(try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", "a")]).status == 303)
    #expect(try await desk.value("SELECT recipients FROM message WHERE id = 2") == "[]")
  }
}
