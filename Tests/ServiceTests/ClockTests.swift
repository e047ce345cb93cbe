import Desk
import DeskTesting
import Storage
import Testing

/// The ticket of the cast comes on Monday at 10:00, priority normal: two working hours to the first answer, four to each next one, two
/// working days (18 hours) to the solution.
@Suite struct ClockTests {
  @Test func aNewTicketHasDeadlinesByItsPriority() async throws {
    let desk = try await TestDesk.make()
    let ticket = try await desk.ticket()
    #expect(ticket.dueAt == TestClock.start + .hours(2))
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(48))
    #expect(!ticket.isAtRisk)
    #expect(ticket.nextAt == TestClock.start + .hours(1))
    #expect(try await desk.eventKinds() == ["ticket.opened"])
  }

  @Test func anAnswerInTimeKeepsThePromiseAndAnAutomaticMessageDoesNot() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 3600)
    try await desk.reply()
    #expect(try await desk.state(.firstResponse) == "running")
    try await desk.pass(seconds: 10)
    #expect(try await desk.state(.firstResponse) == "met")
    let ticket = try await desk.ticket()
    #expect(ticket.dueAt == TestClock.start + .hours(48))
    #expect(ticket.breachedAt == nil)
  }

  @Test func anAnswerAfterTheDeadlineIsABreachThatStays() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 2 * 3600)
    var ticket = try await desk.ticket()
    #expect(ticket.breachedAt == TestClock.start + .hours(2))
    #expect(ticket.isAtRisk)
    try await desk.pass(seconds: 60)
    try await desk.reply()
    try await desk.pass(seconds: 10)
    ticket = try await desk.ticket()
    #expect(ticket.breachedAt == nil)
    #expect(!ticket.isAtRisk)
    let breached: Instant?? = try await desk.world.read { try $0.value("SELECT breached_at FROM sla_clock WHERE target = 'firstResponse'") }
    #expect(breached == TestClock.start + .hours(2))
    try await desk.change { try $0.setStatus(first: .done, by: .desk, in: $1) }
    #expect(try await desk.ticket().breachedAt == TestClock.start + .hours(2))
  }

  @Test func waitingForTheClientMovesTheSolutionByTheWorkingTimeThatWasPaused() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 3600)
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    #expect(try await desk.due(.resolution) == nil)
    // From Monday 11:00 to Tuesday 11:00: a working day.
    try await desk.pass(seconds: 24 * 3600)
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(72))
    let recounts = try await desk.recounts()
    let first = String((TestClock.start + .hours(48)).milliseconds), second = String((TestClock.start + .hours(72)).milliseconds)
    #expect(recounts == [["due.resolution", first, "", "ticket.statusChanged"], ["due.resolution", "", second, "ticket.statusChanged"]])
  }

  @Test func aReopenedTicketGoesOnWithTheTimeUsed() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 4 * 3600)
    try await desk.change { try $0.setStatus(first: .done, by: .desk, in: $1) }
    #expect(try await desk.state(.resolution) == "met")
    var ticket = try await desk.ticket()
    #expect(ticket.dueAt == nil)
    #expect(ticket.nextAt != nil)
    // Four of eighteen hours used: on Wednesday 10:00 with fourteen left, the deadline is Thursday 15:00.
    try await desk.pass(seconds: 44 * 3600)
    try await desk.change { try $0.setStatus(first: .open, by: .desk, in: $1) }
    ticket = try await desk.ticket()
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(3 * 24 + 5))
  }

  @Test func aHigherPriorityGivesEarlierDeadlinesFromTheStart() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 1800)
    try await desk.setPriority("critical")
    #expect(try await desk.ticket().dueAt == TestClock.start + .minutes(30))
    #expect(try await desk.due(.resolution) == TestClock.start + .hours(4))
    // What was promised when it was answered stays what it is judged by.
    try await desk.setPriority("normal")
    try await desk.reply()
    try await desk.pass(seconds: 10)
    try await desk.setPriority("critical")
    #expect(try await desk.due(.firstResponse) == TestClock.start + .hours(2))
    #expect(try await desk.ticket().breachedAt == nil)
  }

  @Test func theNextAnswerIsPromisedFromTheOldestUnansweredMessage() async throws {
    let desk = try await TestDesk.make()
    try await desk.reply()
    try await desk.pass(seconds: 10)
    #expect(try await desk.due(.nextResponse) == nil)
    try await desk.pass(seconds: 3590)
    try await desk.clientWrites()
    #expect(try await desk.due(.nextResponse) == TestClock.start + .hours(5))
    #expect(try await desk.ticket().dueAt == TestClock.start + .hours(5))
    try await desk.pass(seconds: 3600)
    try await desk.clientWrites()
    #expect(try await desk.due(.nextResponse) == TestClock.start + .hours(5))
    try await desk.reply()
    try await desk.pass(seconds: 10)
    #expect(try await desk.state(.nextResponse) == "met")
    try await desk.clientWrites()
    let rounds: [Int64] = try await desk.world.read {
      try $0.values("SELECT round FROM sla_clock WHERE target = 'nextResponse' ORDER BY round")
    }
    #expect(rounds == [1, 2])
  }
}
