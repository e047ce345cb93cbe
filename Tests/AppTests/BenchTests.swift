import Desk
import DeskTesting
import Storage
import Testing

@testable import App

@Suite struct BenchTests {
  @Test func aGeneratedDeskIsSoundAndWorks() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    var bench = BenchDesk(world: desk.world, tickets: 400)
    let facts = try await bench.generate(passwordHash: "none")
    try await countersAreRight(desk)
    let (boss, waiting) = try await desk.world.read { db in
      (
        try db.value("SELECT id FROM employee WHERE email = \(facts.email)") as Int64?,
        try db.value("SELECT count(*) FROM job WHERE run_at <= \(desk.clock.now)") as Int64?
      )
    }
    #expect(waiting == 0, "timers of old tickets must not be due at the start")
    let browser = try await desk.browser(of: boss!)
    for path in ["/tickets?view=open", "/tickets?view=risk", "/tickets/\(facts.newest)", "/tickets/\(facts.long)", "/tickets/1"] {
      #expect(try await browser.get(path).status == 200, "\(path)")
    }
    let number = try await desk.world.write { change in
      try Ticket.open(
        NewTicket(subject: "After all", body: MessageBody(source: "a", html: "a", text: "a"), channel: .web),
        by: MessageAuthor(actor: .employee(boss!), name: "Вера", email: nil), in: change
      ).number
    }
    #expect(number == facts.newest + 1)
    try await desk.pass(seconds: 26 * 3600)
    try await countersAreRight(desk)
  }

  /// Rows that are written past the sequences must not leave a desk behind that can take no ticket.
  @Test func aMeasuredDeskGoesOnWorking() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    var bench = BenchDesk(world: desk.world, tickets: 200)
    _ = try await bench.generate(passwordHash: "none")
    let created = try await BenchCreate(world: desk.world, count: 20, clients: 4).run()
    #expect(try #require(created.ofRaw) > 0)
    _ = try await BenchMail(world: desk.world, count: 4).run()
  }

  /// Counters, previews and the words of search, against what is really there.
  private func countersAreRight(_ desk: TestDesk) async throws {
    let facts = try await desk.world.read { db -> [String: Int64] in
      var facts: [String: Int64] = [:]
      for (name, sql) in Self.pairs { facts[name] = try db.value(sql) ?? 0 }
      return facts
    }
    for name in ["open", "done", "risk", "free"] { #expect(facts[name] == facts["\(name) counted"], "\(name): \(facts)") }
    #expect(facts["wrong number of messages"] == 0)
    #expect(facts["without clocks"] == 0)
    #expect(facts["open"]! > 20 && facts["risk"]! > 0)
    #expect(facts["stays without a ticket's last status"] == 0)
  }

  private static let pairs: [(String, SQL)] = [
    ("open", "SELECT count(*) FROM ticket WHERE is_open = 1"), ("done", "SELECT count(*) FROM ticket WHERE is_open = 0"),
    ("risk", "SELECT count(*) FROM ticket WHERE is_at_risk = 1"),
    ("free", "SELECT count(*) FROM ticket WHERE is_open = 1 AND assignee_id IS NULL"),
    ("open counted", "SELECT sum(count) FROM ticket_count WHERE bucket = 'open'"),
    ("done counted", "SELECT sum(count) FROM ticket_count WHERE bucket = 'done'"),
    ("risk counted", "SELECT sum(count) FROM ticket_count WHERE bucket = 'risk'"),
    ("free counted", "SELECT sum(count) FROM ticket_count WHERE bucket = 'free'"),
    (
      "wrong number of messages",
      "SELECT count(*) FROM ticket t WHERE message_count <> (SELECT count(*) FROM message m WHERE m.ticket_number = t.number)"
    ),
    (
      "stays without a ticket's last status",
      """
      SELECT count(*) FROM ticket t WHERE category <> 'new'
        AND NOT EXISTS (SELECT 1 FROM ticket_stay s WHERE s.ticket_number = t.number AND s.kind = 'status' AND s.holder_id = t.status_id
          AND s.began_at IS NOT NULL)
      """
    ),
    ("without clocks", "SELECT count(*) FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM sla_clock c WHERE c.ticket_number = t.number)"),
  ]
}
