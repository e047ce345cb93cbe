import Desk
import DeskTesting
import Storage
import Testing

/// Who is told of what.
@Suite struct NotifyingTests {
  private static let body = MessageBody(source: "Текст", html: "<p>Текст</p>", text: "Текст")

  private func told(_ desk: TestDesk, _ kind: String) async throws -> [Int64] {
    try await desk.values("SELECT employee_id FROM notification WHERE kind = \(kind) ORDER BY employee_id")
  }

  private func clear(_ desk: TestDesk) async throws { try await desk.change("DELETE FROM notification") }

  private func change(_ desk: TestDesk, _ body: @escaping @Sendable (inout Ticket, Transaction) throws -> Void) async throws {
    let number = desk.cast.printerOnFire
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(number, in: change)!
      try body(&ticket, change)
    }
  }

  @Test func theTeamHearsOfANewTicketButNotItsAuthor() async throws {
    let desk = try await TestDesk.make()
    #expect(try await told(desk, "opened") == [desk.cast.boss, desk.cast.anna, desk.cast.boris])
    try await clear(desk)
    let anna = try await desk.agent(desk.cast.anna)
    try await desk.world.write { change in
      var new = NewTicket(subject: "Сама", body: Self.body, channel: .web)
      new.assigneeID = desk.cast.boris
      new.teamID = 1
      _ = try Ticket.open(new, by: MessageAuthor(anna), in: change)
    }
    #expect(try await told(desk, "opened") == [desk.cast.boss])
    #expect(try await told(desk, "assigned") == [desk.cast.boris], "one who is told that it is theirs is not told of it twice")
  }

  @Test func theAssigneeHearsOfTheTicketAndOfTheClient() async throws {
    let desk = try await TestDesk.make()
    try await clear(desk)
    let (anna, boris, boss) = (desk.cast.anna, desk.cast.boris, desk.cast.boss)
    try await change(desk) { try $0.assign(to: anna, team: 1, by: .employee(boris), in: $1) }
    #expect(try await told(desk, "assigned") == [anna])
    #expect(try await told(desk, "opened") == [])
    try await change(desk) { ticket, change in
      try ticket.add(Observer(.employee, boss), in: change)
      try ticket.add(Observer(.employee, anna), in: change)
      try ticket.add(Observer(.team, 1), in: change)
      let author = MessageAuthor(actor: .contact(desk.cast.olga), name: "Ольга", email: nil)
      _ = try ticket.receive(Self.body, by: author, channel: .mail, in: change)
    }
    #expect(try await told(desk, "clientWrote") == [boss, anna, boris], "each once, however many parts they have in it")
    // Who takes it alone need not be told.
    try await clear(desk)
    try await change(desk) { try $0.assign(to: boris, team: 1, by: .employee(boris), in: $1) }
    #expect(try await told(desk, "assigned") == [])
  }

  @Test func withoutAnAssigneeTheTeamHearsTheClient() async throws {
    let desk = try await TestDesk.make()
    try await clear(desk)
    try await change(desk) { ticket, change in
      let author = MessageAuthor(actor: .contact(desk.cast.olga), name: "Ольга", email: nil)
      _ = try ticket.receive(Self.body, by: author, channel: .mail, in: change)
    }
    #expect(try await told(desk, "clientWrote") == [desk.cast.boss, desk.cast.anna, desk.cast.boris])
  }

  @Test func aNoteIsForThoseWhoMayReadNotes() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.agent(desk.cast.anna), desk.cast.boris)
    try await change(desk) { ticket, change in
      try ticket.assign(to: anna.id, team: 1, by: .desk, in: change)
      try ticket.add(Observer(.employee, boris), in: change)
      _ = try ticket.note(Self.body, by: anna, in: change)
    }
    #expect(try await told(desk, "noted") == [boris])
    try await clear(desk)
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.notes'")
    try await change(desk) { _ = try $0.note(Self.body, by: anna, in: $1) }
    #expect(try await told(desk, "noted") == [])
  }

  @Test func nobodyIsToldOfWhatTheyMayNotSee() async throws {
    let desk = try await TestDesk.make()
    try await clear(desk)
    try await desk.change(
      "UPDATE role_right SET scope = 'own' WHERE right_key = 'tickets.view' AND role_id = (SELECT id FROM role WHERE key = 'agent')")
    try await desk.change("UPDATE employee SET is_active = 0 WHERE id = \(desk.cast.boss)")
    try await change(desk) { ticket, change in
      let author = MessageAuthor(actor: .contact(desk.cast.olga), name: "Ольга", email: nil)
      _ = try ticket.receive(Self.body, by: author, channel: .mail, in: change)
    }
    #expect(try await told(desk, "clientWrote") == [])
  }

  @Test func alarmsAndUndeliveredMailFindTheOneWhoMustAct() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.agent(desk.cast.anna), desk.cast.boris)
    try await change(desk) { ticket, change in
      try ticket.assign(to: boris, team: 1, by: .desk, in: change)
      let message = try ticket.reply(Self.body, to: [], by: anna, lastSeen: nil, in: change)
      try change.record(Event(Event.Kind("sla.alarmed"), of: .ticket(ticket.number), by: .desk, facts: ["percent": "75"]))
      try change.record(
        Event(
          Event.Kind("mail.failed"), of: .ticket(ticket.number), by: .desk, facts: ["message": String(message.id), "to": "x@y.example"]))
    }
    #expect(try await told(desk, "alarmed") == [boris])
    #expect(try await told(desk, "mailFailed") == [desk.cast.boss, anna.id], "who wrote the reply, and the administrator")
  }

  @Test func theBellCountsAndTheListMarksAsRead() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let bell = try await anna.get("/notifications/bell")
    #expect(bell.text.contains("live:me\(desk.cast.anna)") && bell.text.contains(">1</b>"))
    let page = try await anna.get("/notifications")
    #expect(page.text.contains("Принтер горит") && page.text.contains("Ольга Ромашкина"))
    let id: Int64? = try await desk.value("SELECT id FROM notification WHERE employee_id = \(desk.cast.anna)")
    #expect(try await boris.post("/notifications/\(id!)/reading").status == 404, "another's")
    let ticket = "/tickets/\(desk.cast.printerOnFire)"
    #expect(page.text.contains("href=\"\(ticket)\""))
    #expect(try await anna.get(ticket, headers: ["HX-Request": "true", "HX-Target": "pane"]).status == 200)
    #expect(try await anna.get("/notifications/bell").text.contains(">1</b>"), "fetched ahead, not before the eyes yet")
    #expect(try await anna.post("\(ticket)/presence", [("state", "viewing")]).status == 204)
    #expect(!(try await anna.get("/notifications/bell").text.contains("counter")))
    #expect(try await anna.get("/notifications").text.contains("Новых уведомлений нет"))
    #expect(try await anna.get("/notifications?all=1").text.contains("Принтер горит"))
    #expect(try await boris.post("/notifications/reading").status == 303)
    #expect(!(try await boris.get("/notifications/bell").text.contains("counter")))
  }

  @Test func aPersonChoosesOfWhatToBeTold() async throws {
    let desk = try await TestDesk.make()
    try await clear(desk)
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(
      try await anna.get("/notifications/settings").text.components(separatedBy: " checked").count == Notice.Kind.allCases.count * 2,
      "all but a colleague's answer by mail")
    _ = try await anna.post("/notifications/settings", [("desk-clientWrote", "1"), ("mail-opened", "1")])
    try await change(desk) { ticket, change in
      let author = MessageAuthor(actor: .contact(desk.cast.olga), name: "Ольга", email: nil)
      _ = try ticket.receive(Self.body, by: author, channel: .mail, in: change)
      try ticket.assign(to: desk.cast.anna, team: 1, by: .desk, in: change)
    }
    let rows: [Row] = try await desk.world.read {
      try $0.rows("SELECT kind, by_mail FROM notification WHERE employee_id = \(desk.cast.anna)")
    }
    #expect(try rows.map { try $0[0] as String } == ["clientWrote"])
    #expect(try rows.map { try $0[1] as Bool } == [false])
  }
}
