import Desk
import DeskTesting
import Storage
import Testing

@Suite struct ReplyingTests {
  static let body = MessageBody(source: "<p>Тушим</p>", html: "<p>Тушим</p>", text: "Тушим")

  @Test func aReplyIsHeldThenReleasedAndAnswersTheClient() async throws {
    let desk = try await TestDesk.make()
    let (cast, anna) = (desk.cast, try await desk.agent(desk.cast.anna))
    try await desk.world.write { change in
      var ticket = try anna.ticket(cast.printerOnFire, in: change.db)
      _ = try ticket.reply(Self.body, to: ["olga@romashka.example"], by: anna, lastSeen: nil, in: change)
    }
    let held = try await desk.world.read { try anna.messages(of: anna.ticket(cast.printerOnFire, in: $0), in: $0) }
    #expect(held.map(\.delivery) == [.none, .held])
    try await desk.pass(seconds: 9)
    #expect(try await desk.world.read { try anna.ticket(cast.printerOnFire, in: $0).answeredAt } == nil)
    try await desk.pass(seconds: 1)
    let ticket = try await desk.world.read { try anna.ticket(cast.printerOnFire, in: $0) }
    #expect(ticket.answeredAt == desk.clock.now)
    #expect(ticket.category == .open)
    let kinds: [String] = try await desk.world.read { db in try db.values("SELECT kind FROM event ORDER BY id") }
    #expect(kinds == ["ticket.opened", "ticket.replyHeld", "ticket.replied", "ticket.statusChanged"])
  }

  @Test func aReplyTakenBackBecomesADraftAgain() async throws {
    let desk = try await TestDesk.make()
    let (cast, anna) = (desk.cast, try await desk.agent(desk.cast.anna))
    try await desk.world.write { change in
      var ticket = try anna.ticket(cast.printerOnFire, in: change.db)
      let message = try ticket.reply(Self.body, to: [], by: anna, lastSeen: nil, in: change)
      try ticket.takeBack(message.id, by: anna, in: change)
    }
    try await desk.pass(seconds: 60)
    let (ticket, drafts) = try await desk.world.read { db in
      let ticket = try anna.ticket(cast.printerOnFire, in: db)
      return (ticket, try anna.drafts(on: ticket.number, in: db))
    }
    #expect(ticket.answeredAt == nil)
    #expect(ticket.messageCount == 1)
    #expect(drafts.map(\.text) == ["<p>Тушим</p>"])
  }

  @Test func aNewerMessageOfAnotherStopsAReply() async throws {
    let desk = try await TestDesk.make()
    let (cast, anna, boris) = (desk.cast, try await desk.agent(desk.cast.anna), try await desk.agent(desk.cast.boris))
    try await desk.world.write { change in
      var ticket = try boris.ticket(cast.printerOnFire, in: change.db)
      _ = try ticket.reply(Self.body, to: [], by: boris, lastSeen: 1, in: change)
    }
    await #expect(throws: Refusal.conflict("error.newMessages")) {
      try await desk.world.write { change in
        var ticket = try anna.ticket(cast.printerOnFire, in: change.db)
        _ = try ticket.reply(Self.body, to: [], by: anna, lastSeen: 1, in: change)
      }
    }
  }

  @Test func whatTheClientWroteWhileAReplyWasHeldStaysUnanswered() async throws {
    let desk = try await TestDesk.make()
    let (cast, anna) = (desk.cast, try await desk.agent(desk.cast.anna))
    try await desk.world.write { change in
      var ticket = try anna.ticket(cast.printerOnFire, in: change.db)
      let done: Int64? = try change.db.value("SELECT id FROM status WHERE category = 'done' ORDER BY position LIMIT 1")
      _ = try ticket.reply(Self.body, to: [], by: anna, lastSeen: nil, status: done, in: change)
    }
    try await desk.pass(seconds: 4)
    let wrote = desk.clock.now
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(cast.printerOnFire, in: change)!
      let olga = MessageAuthor(actor: .contact(cast.olga), name: "Ольга", email: "olga@romashka.example")
      _ = try ticket.receive(Self.body, by: olga, channel: .mail, in: change)
    }
    try await desk.pass(seconds: 20)
    let ticket = try await desk.world.read { try anna.ticket(cast.printerOnFire, in: $0) }
    #expect(ticket.answeredAt != nil && ticket.awaitingSince == wrote)
    #expect(ticket.category == .open)
  }

  @Test func onAJoinedTicketNobodyWrites() async throws {
    let desk = try await TestDesk.make()
    let (cast, anna) = (desk.cast, try await desk.agent(desk.cast.anna))
    let other = try await desk.openTicket("Снова горит")
    try await desk.world.write { change in
      var ticket = try anna.ticket(other, to: .changeTickets, in: change.db)
      var survivor = try anna.ticket(cast.printerOnFire, to: .changeTickets, in: change.db)
      try ticket.join(&survivor, by: anna.actor, in: change)
    }
    await #expect(throws: Refusal.invalid("", "error.ticketJoined", ["number": String(cast.printerOnFire)])) {
      try await desk.world.read { _ = try anna.ticket(other, to: .replyToTickets, in: $0) }
    }
    #expect(try await desk.world.read { try anna.ticket(other, in: $0).joinedNumber } == cast.printerOnFire)
  }
}
