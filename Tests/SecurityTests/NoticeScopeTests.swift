import Desk
import DeskTesting
import Storage
import Testing

@testable import Channels

/// Class 7 once more, where nobody asks: what is told unasked goes to those only who could have looked for themselves.
@Suite struct NoticeScopeTests {
  /// Everybody observes every ticket or leads its team; a note is written and a client writes.
  @Test func noticesAndTheirMailsKeepToTheScope() async throws {
    let desk = try await SecretDesk.make()
    let (world, anna) = (desk.desk.world, try await desk.desk.agent(desk.desk.cast.anna))
    let (people, tickets) = (desk.people, desk.tickets)
    try await world.write { change in
      try change.db.run("DELETE FROM notification")
      for person in people.values {
        try change.db.run("INSERT INTO team_member (team_id, employee_id) VALUES (1, \(person)) ON CONFLICT DO NOTHING")
      }
      for ticket in tickets.values {
        var found = try anna.ticket(ticket.number, in: change.db)
        _ = try found.note(MessageBody(source: "тайна", html: "<p>тайна</p>", text: "тайна"), by: anna, in: change)
      }
    }
    try await desk.desk.pass(seconds: 120)
    for (person, id) in people {
      let agent = try await desk.desk.agent(id)
      let told = try await world.read { try $0.rows("SELECT kind, ticket_number FROM notification WHERE employee_id = \(id)") }
      for row in told {
        let number: Int64 = try row["ticket_number"]
        let isSeen = try await world.read { db in (try? agent.ticket(number, in: db)) != nil }
        let notes = try await world.read { try agent.seesNotes(of: number, in: $0) }
        let kind: String = try row["kind"]
        #expect(isSeen && (kind != "noted" || notes), "\(person) is told of \(number)")
      }
      let mails: Int64? = try await desk.desk.value(
        "SELECT count(*) FROM mail_out WHERE purpose = 'internalNotification' AND text LIKE '%тайна%' AND recipients LIKE \("%\(agent.email)%")"
      )
      if person.rights[.viewNotes] == nil { #expect(mails == 0, "\(person)") }
    }
  }

  /// Between the event and its mail a person may lose the right: the mail is not sent then.
  @Test(arguments: ["tickets.notes", "tickets.view"]) func aRightThatWasTakenAwayMeanwhileStopsTheMail(_ right: String) async throws {
    let desk = try await SecretDesk.make()
    let world = desk.desk.world
    let (anna, boris) = (try await desk.desk.agent(desk.desk.cast.anna), desk.people[.agent]!)
    let number = desk.tickets[.foreign]!.number
    try await world.write { change in
      try change.db.run("DELETE FROM notification")
      var ticket = try anna.ticket(number, in: change.db)
      try ticket.observe(Observer(.employee, boris), by: anna.actor, in: change)
      _ = try ticket.note(MessageBody(source: "тайна", html: "<p>тайна</p>", text: "тайна"), by: anna, in: change)
      try change.db.run("UPDATE notification SET by_mail = 1")
    }
    try await desk.desk.change("DELETE FROM role_right WHERE right_key = \(right)")
    try await desk.desk.pass(seconds: 120)
    let mails: Int64? = try await desk.desk.value("SELECT count(*) FROM mail_out WHERE text LIKE '%тайна%'")
    #expect(mails == 0)
  }

  /// The bell counts what its list shows.
  @Test func theBellCountsNothingThatIsHidden() async throws {
    let desk = try await SecretDesk.make()
    let (own, number) = (desk.people[.own]!, desk.tickets[.foreign]!.number)
    try await desk.desk.change(
      """
      INSERT INTO notification (employee_id, kind, ticket_number, event_id, at, in_desk, by_mail)
      SELECT \(own), 'opened', \(number), max(id), 1, 1, 0 FROM event WHERE subject_kind = 'ticket' AND subject_id = \(number)
      """)
    let browser = try await desk.browser(of: .own)
    let before = try await browser.get("/notifications/bell").text
    try await desk.desk.change("DELETE FROM notification WHERE employee_id = \(own) AND ticket_number = \(number)")
    #expect(try await browser.get("/notifications/bell").text == before)
  }
}
