import Desk
import DeskTesting
import Testing

@Suite struct PageDraftTests {
  @Test(arguments: ["/tickets/1/drafts/reply", "/tickets/1/drafts/note", "/drafts/new-ticket"])
  func aDraftFollowsThePerson(path: String) async throws {
    let desk = try await TestDesk.make()
    let (office, home) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.anna))
    #expect(try await office.get(path).status == 204)
    let saved = try await office.put(path, [("text", "<p>Едем</p>"), ("format", "html"), ("base", "0")])
    #expect(saved.status == 200)
    let version = try #require(try saved.json()["saved"] as? Int)
    let there = try await home.get(path).json()
    #expect(there["text"] as? String == "<p>Едем</p>")
    #expect(there["saved"] as? Int == version)
    #expect(there["format"] as? String == (path == "/drafts/new-ticket" ? "fields" : "html"))
    // Nobody else's.
    #expect(try await desk.browser(of: desk.cast.boris).get(path).status == 204)
    #expect(try await office.delete(path).status == 204)
    #expect(try await home.get(path).status == 204)
  }

  @Test(arguments: ["/tickets/1/drafts/reply", "/drafts/new-ticket"])
  func theLaterWriterOfTwoDevicesIsTold(path: String) async throws {
    let desk = try await TestDesk.make()
    let (office, home) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.anna))
    func put(_ browser: Browser, _ text: String, _ base: Int) async throws -> Answer {
      try await browser.put(path, [("text", text), ("format", "text"), ("base", String(base))])
    }
    let first = try #require(try await put(office, "раз", 0).json()["saved"] as? Int)
    // The clock stands still: the versions differ all the same.
    let second = try #require(try await put(home, "два", first).json()["saved"] as? Int)
    #expect(second > first)
    let refused = try await put(office, "раз-два", first)
    #expect(refused.status == 409)
    #expect(try refused.json()["text"] as? String == "два")
    #expect(try refused.json()["saved"] as? Int == second)
    #expect(try await put(office, "раз-два", second).status == 200)
    #expect(try await put(home, "раз-два", 0).status == 200, "the same text is no quarrel")
  }

  @Test func aSentMessageTakesItsDraftAlong() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    for kind in ["reply", "note"] {
      _ = try await anna.put("/tickets/1/drafts/\(kind)", [("text", "Едем"), ("format", "text")])
      _ = try await anna.post("/tickets/1/messages", [("kind", kind), ("text", "Едем"), ("format", "text")])
      #expect(try await anna.get("/tickets/1/drafts/\(kind)").status == 204)
    }
  }

  private typealias Typed = (text: String, format: String)
  private static let twice: [(sent: Typed, begun: Typed, together: Typed)] = [
    (("Едем", "text"), ("Ещё вопрос", "text"), ("Едем\n\nЕщё вопрос", "text")),
    (("<p><b>Едем</b></p>", "html"), ("<p>Ещё <i>вопрос</i></p>", "html"), ("<p><b>Едем</b></p><p>Ещё <i>вопрос</i></p>", "html")),
    (("Едем & тушим", "text"), ("<p>Ещё</p>", "html"), ("<p>Едем &amp; тушим</p><p>Ещё</p>", "html")),
    (("<p>Едем</p>", "html"), ("Ещё <вопрос>", "text"), ("<p>Едем</p><p>Ещё &lt;вопрос&gt;</p>", "html")),
    // A save that was under way when the answer left.
    (("<p>Едем</p>", "html"), ("<p>Едем</p>", "html"), ("<p>Едем</p>", "html")),
  ]

  @Test(arguments: 0..<twice.count)
  func anAnswerTakenBackStandsBeforeWhatWasBegunSince(index: Int) async throws {
    let (sent, begun, together) = Self.twice[index]
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let message = [("kind", "reply"), ("text", sent.text), ("format", sent.format)]
    let undo = try #require(try await anna.post("/tickets/1/messages", message, headers: Asking.json).json()["undo"] as? String)
    _ = try await anna.put("/tickets/1/drafts/reply", [("text", begun.text), ("format", begun.format), ("base", "0")])
    let back = try await anna.delete(undo, headers: Asking.json).json()
    let draft = try await anna.get("/tickets/1/drafts/reply").json()
    for answer in [back, draft] {
      #expect(answer["text"] as? String == together.text)
      #expect(answer["format"] as? String == together.format)
    }
    #expect(back["saved"] as? Int == draft["saved"] as? Int, "the browser goes on from this version")
  }

  @Test func filesTakenBackLeaveTheTextThatWasBegun() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await anna.upload("/tickets/1/messages", [("kind", "reply"), ("text", "")], files: [("file", "a.txt", "text/plain", [1])])
    _ = try await anna.put("/tickets/1/drafts/reply", [("text", "Ещё"), ("format", "text"), ("base", "0")])
    let back = try await anna.delete("/tickets/1/messages/2", headers: Asking.json).json()
    #expect(back["text"] as? String == "Ещё")
    #expect((back["uploads"] as? [[String: Any]])?.map { $0["name"] as? String } == ["a.txt"])
  }

  @Test func draftsAreForWhoMayWrite() async throws {
    let desk = try await TestDesk.make()
    let (auditor, stranger) = (try await desk.browser(of: desk.cast.audit), desk.stranger())
    for path in ["/tickets/1/drafts/reply", "/tickets/1/drafts/note", "/drafts/new-ticket"] {
      #expect(try await auditor.put(path, [("text", "a"), ("format", "text")]).status == 403)
      #expect(try await auditor.get(path).status == 403)
      #expect(try await auditor.delete(path).status == 403)
      #expect(try await stranger.put(path, [("text", "a"), ("format", "text")], headers: Asking.json).status == 401)
    }
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.put("/tickets/1/drafts/shout", [("text", "a"), ("format", "text")]).status == 404)
    #expect(try await anna.put("/tickets/1/drafts/reply", [("text", "a"), ("format", "rtf")]).status == 422)
    #expect(try await anna.put("/tickets/77/drafts/reply", [("text", "a"), ("format", "text")]).status == 404)
  }
}
