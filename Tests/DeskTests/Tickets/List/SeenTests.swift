import DeskTesting
import Storage
import Synchronization
import Testing

@testable import Desk

@Suite struct SeenTests {
  private func isUnread(_ browser: Browser) async throws -> Bool {
    try await browser.list("/tickets?view=open").row(1).contains("data-unread")
  }

  private func clientWrites(_ desk: TestDesk) async throws {
    desk.clock.advance(minutes: 1)
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(1, in: change)!
      let author = MessageAuthor(actor: .contact(desk.cast.olga), name: "Ольга Ромашкина", email: "olga@romashka.example")
      _ = try ticket.receive(MessageBody(source: "?", html: "?", text: "?"), by: author, channel: .mail, in: change)
    }
  }

  @Test func newsAreMarkedUntilTheyAreRead() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna), boris = try await desk.browser(of: desk.cast.boris)
    try await clientWrites(desk)
    #expect(try await isUnread(anna))
    // A module that points at a row has not shown the ticket to anybody.
    _ = try await anna.get("/tickets/1", headers: Asking.pane)
    #expect(try await isUnread(anna))
    _ = try await anna.get("/tickets/1")
    #expect(!(try await isUnread(anna)))
    #expect(try await isUnread(boris))
    _ = try await boris.post("/tickets/1/presence", [("state", "viewing")])
    #expect(!(try await isUnread(boris)))
    try await clientWrites(desk)
    #expect(try await isUnread(anna))
    #expect(try await isUnread(boris))
    _ = try await boris.get("/tickets?view=open&ticket=1")
    #expect(!(try await isUnread(boris)))
  }

  @Test(arguments: ["/tickets/1", "/tickets?view=open&ticket=1"])
  func readingNeedsNothingWritten(path: String) async throws {
    let failing = Mutex<FailingStore?>(nil)
    let desk = try await TestDesk.make { store in
      let around = FailingStore(store)
      failing.withLock { $0 = around }
      return around
    }
    let store = try #require(failing.withLock { $0 })
    let auditor = try await desk.browser(of: desk.cast.audit)
    try await clientWrites(desk)
    store.fail(writing: .failed("database or disk is full", statement: "INSERT"))
    let answer = try await auditor.get(path)
    #expect(answer.status == 200 && answer.text.contains("Принтер горит"))
    store.fail(writing: nil)
    #expect(try await isUnread(auditor))
    _ = try await auditor.get(path)
    #expect(!(try await isUnread(auditor)))
  }

  @Test func whoDoesSomethingHasSeenIt() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna), boris = try await desk.browser(of: desk.cast.boris)
    try await clientWrites(desk)
    _ = try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "Беру")])
    #expect(!(try await isUnread(anna)))
    #expect(try await isUnread(boris))
  }

  @Test func whatIsOldOrFinishedIsNoNews() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    try await clientWrites(desk)
    _ = try await anna.get("/tickets/1")
    try await clientWrites(desk)
    #expect(try await isUnread(anna))
    try await desk.pass(seconds: 15 * 24 * 3600)
    let later = try await desk.browser(of: desk.cast.anna)
    #expect(!(try await isUnread(later)))
    let kept: Int64? = try await desk.value("SELECT count(*) FROM ticket_seen")
    #expect(kept == 0, "what nobody needs any more is forgotten")
    try await clientWrites(desk)
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(1, in: change)!
      try ticket.close(by: .desk, in: change)
    }
    #expect(!(try await later.list("/tickets?view=done").row(1).contains("data-unread")))
  }
}
