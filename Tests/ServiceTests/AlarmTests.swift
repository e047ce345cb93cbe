import Desk
import DeskTesting
import Storage
import Testing

@Suite struct AlarmTests {
  @Test func alarmsFireOnceEachAtTheirInstant() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 3599)
    #expect(try await desk.alarms().isEmpty)
    try await desk.pass(seconds: 1)
    #expect(try await desk.alarms() == ["firstResponse 50"])
    try await desk.pass(seconds: 5)
    try await desk.pass(seconds: 60 * 36 - 5)
    #expect(try await desk.alarms() == ["firstResponse 50", "firstResponse 80"])
    #expect(try await desk.ticket().isAtRisk)
    try await desk.pass(seconds: 60 * 24)
    try await desk.pass(seconds: 60)
    #expect(try await desk.alarms() == ["firstResponse 50", "firstResponse 80", "firstResponse 100"])
  }

  @Test func whatFellDueWhileTheDeskWasDownFiresAtTheStartMarkedLate() async throws {
    let desk = try await TestDesk.make()
    desk.clock.advance(minutes: 100)
    try await desk.jobs.runDue()
    #expect(try await desk.alarms() == ["firstResponse 50 late", "firstResponse 80 late"])
    try await desk.jobs.runDue()
    #expect(try await desk.alarms().count == 2)
  }

  @Test func aNewDeadlineIsAnnouncedAnewButNotForWhatItPassedLongAgo() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 3600)
    // Critical: half an hour to the first answer, which is over; four to the solution, a quarter used.
    try await desk.setPriority("critical")
    try await desk.jobs.runDue()
    #expect(try await desk.alarms() == ["firstResponse 50", "firstResponse 100"])
    try await desk.pass(seconds: 3600)
    #expect(try await desk.alarms().last == "resolution 50")
  }

  @Test func anAnswerSilencesItsAlarmsAndAPauseMovesThem() async throws {
    let desk = try await TestDesk.make()
    try await desk.pass(seconds: 60)
    try await desk.reply()
    try await desk.pass(seconds: 10)
    try await desk.change { try $0.setStatus(first: .waitingForClient, by: .desk, in: $1) }
    try await desk.pass(seconds: 2 * 24 * 3600)
    #expect(try await desk.alarms().isEmpty)
  }
}
