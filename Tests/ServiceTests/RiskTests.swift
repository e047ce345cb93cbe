import Desk
import DeskTesting
import Storage
import Testing

@testable import Service

@Suite struct RiskTests {
  private static let day: Int64 = 24 * 3600

  private func reasons(_ desk: TestDesk) async throws -> [Risk.Reason] { try await desk.ticket().risks.map(\.reason) }

  @Test func aClientWithoutAnAnswerIsAtRiskUntilItCame() async throws {
    let desk = try await TestDesk.make()
    let written = try await desk.ticket().createdAt
    try await desk.pass(seconds: Self.day)
    #expect(try await desk.attention() == ["unanswered"])
    #expect(try await desk.ticket().risks.contains(Risk(.unanswered, written)))
    try await desk.reply()
    try await desk.pass(seconds: 10)
    #expect(try await reasons(desk).isEmpty)
  }

  @Test func aClientWhoDoesNotAnswerIsAskedAfterOnceAndNoMoreWhenTheAnswerCame() async throws {
    let desk = try await TestDesk.make()
    try await desk.reply()
    try await desk.pass(seconds: 10)
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    let since = desk.clock.now
    try await desk.pass(seconds: 5 * Self.day - 1)
    #expect(try await reasons(desk).isEmpty, "waiting for the client is no neglect before its time")
    try await desk.pass(seconds: 1)
    try await desk.pass(seconds: Self.day)
    #expect(try await desk.ticket().risks == [Risk(.silentClient, since)])
    #expect(try await desk.attention() == ["silentClient"])
    try await desk.clientWrites()
    #expect(try await reasons(desk).isEmpty)
  }

  @Test func aTicketThatNobodyTouchesAsksForAttention() async throws {
    let desk = try await TestDesk.make()
    try await desk.reply()
    try await desk.pass(seconds: 10)
    try await desk.change { try $0.setStatus(first: .waitingForOthers, by: .desk, in: $1) }
    try await desk.pass(seconds: 3 * Self.day)
    #expect(try await reasons(desk).contains(.untouched))
    #expect(try await desk.attention() == ["untouched"])
    try await desk.change { try $0.assign(to: desk.cast.anna, team: $0.teamID, by: .desk, in: $1) }
    #expect(try await reasons(desk).contains(.untouched) == false)
  }

  /// Nothing is usual at first. Of twenty tickets that were open for two working hours each it is two hours, and three times as much is
  /// too long.
  @Test func aTicketThatStaysInAStatusForLongerThanUsualIsAtRisk() async throws {
    let desk = try await TestDesk.make()
    let number = desk.cast.printerOnFire
    try await desk.world.write { change in
      let open: Int64? = try change.db.value("SELECT id FROM status WHERE category = 'open'")
      let others: [Int64] = try change.db.values("SELECT number FROM ticket WHERE number <> \(number) ORDER BY number LIMIT 1")
      var numbers = others
      while numbers.count < MeasureStays.leastStays {
        let body = MessageBody(source: "x", html: "x", text: "x")
        let other = try Ticket.open(
          NewTicket(subject: "Past \(numbers.count)", body: body, channel: .web), by: MessageAuthor(actor: .desk, name: "", email: nil),
          in: change)
        numbers.append(other.number)
      }
      for other in numbers {
        try change.db.run(
          """
          INSERT INTO ticket_stay (ticket_number, kind, holder_id, total, business, times, ended_at)
          VALUES (\(other), 'status', \(open), 7200000, 7200000, 1, \(change.now))
          """)
      }
    }
    try await desk.reply()
    try await desk.pass(seconds: 10)
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    try await desk.pass(seconds: Self.day)
    let levels = try await desk.world.read { try ServiceLevels.load(in: $0) }
    #expect(levels.usualStays.values.sorted() == [7_200_000])
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    let since = desk.clock.now
    let limit = try #require(levels.calendars[levels.usualCalendar]).add(6 * 3_600_000, to: since)
    let wait = limit.milliseconds(since: since) / 1000
    try await desk.pass(seconds: wait - 1)
    #expect(try await reasons(desk).contains(.stuck) == false)
    try await desk.pass(seconds: 1)
    #expect(try await desk.ticket().risks.contains(Risk(.stuck, since)))
    #expect(try await desk.attention() == ["stuck"])
  }

  @Test func theListAndTheTicketSayWhy() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: Self.day)
    let boss = try await desk.browser(of: desk.cast.boss)
    let row = try #require(try await boss.get("/tickets?view=risk").text.firstMatch(of: /row-risk">.*?<\/p>/)).output
    #expect(row.contains("клиент ждёт ответа с") && row.contains("просрочена с"))
    #expect(try await boss.get("/tickets?view=open").text.contains("row-risk") == false)
    let page = try await boss.get("/tickets/\(desk.cast.printerOnFire)").text
    #expect(page.contains("Под угрозой:") && page.contains("клиент ждёт ответа с"))
  }

  @Test func timeByStatusAndByHandsIsKept() async throws {
    let desk = try await TestDesk.make()
    try await desk.change { try $0.assign(to: desk.cast.anna, team: $0.teamID, by: .desk, in: $1) }
    try await desk.pass(seconds: 3600)
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    try await desk.pass(seconds: 1800)
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    try await desk.pass(seconds: 600)
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    try await desk.pass(seconds: 1200)
    let (ticket, boss) = (try await desk.ticket(), try await desk.agent(desk.cast.boss))
    let now = desk.clock.now
    let spent = try await desk.world.read { try SpentTime.of(ticket, for: boss, at: now, in: $0) }
    let minutes = spent.map { $0.time.total / 60_000 }
    #expect(minutes == [60, 50, 10, 120], "new, open twice, waiting; Anna had it all the time")
    #expect(spent.map(\.time.business) == spent.map(\.time.total), "all of it in office hours")
  }
}
