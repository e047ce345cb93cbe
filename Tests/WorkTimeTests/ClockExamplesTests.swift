import Foundation
import Testing

@testable import WorkTime

/// Weekdays 09:00 to 18:00 in Moscow (06:00 to 15:00 UTC); the week of Monday, 23 November 2026.
@Suite struct ClockExamplesTests {
  let calendar: WorkCalendar
  init() throws { calendar = try nineToSix("Europe/Moscow") }

  private func terms(_ kind: TargetKind, _ hours: Int64, _ alarms: [Alarm] = Alarm.usual) throws -> Terms {
    Terms(try Promise(kind, hours * hour, alarms: alarms), calendar)
  }

  @Test func runsToItsDeadlineAndKeepsThePromise() throws {
    let terms = try terms(.firstResponse, 4), start = try at("2026-11-23T13:00:00Z")
    var clock = TargetClock(startedAt: start, in: .new, under: terms)
    var reading = try clock.reading(at: at("2026-11-24T07:00:00Z"), under: terms)
    #expect(try reading.due == at("2026-11-24T08:00:00Z") && reading.breachedAt == nil)
    #expect(reading.elapsed == 3 * hour && reading.remaining == hour)
    try clock.meet(at: at("2026-11-24T08:00:00Z"), under: terms)
    reading = try clock.reading(at: at("2026-12-24T08:00:00Z"), under: terms)
    #expect(try reading.due == at("2026-11-24T08:00:00Z") && reading.breachedAt == nil && reading.remaining == 0)
  }

  @Test func aPauseMovesTheDeadlineByTheTimePaused() throws {
    let terms = try terms(.resolution, 8)
    var clock = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .new, under: terms)
    try clock.enter(.waitingForClient, at: at("2026-11-23T09:00:00Z"), under: terms)
    let paused = try clock.reading(at: at("2026-11-24T07:00:00Z"), under: terms)
    #expect(paused.due == nil && paused.elapsed == 3 * hour && paused.remaining == 5 * hour)
    #expect(try paused.dueIfResumed == at("2026-11-24T12:00:00Z"))
    try clock.enter(.open, at: at("2026-11-24T08:00:00Z"), under: terms)
    #expect(try clock.reading(at: at("2026-11-24T08:00:00Z"), under: terms).due == at("2026-11-24T13:00:00Z"))
  }

  @Test func waitingForTheClientDoesNotPauseTheFirstResponse() throws {
    let terms = try terms(.firstResponse, 1)
    var clock = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .new, under: terms)
    try clock.enter(.waitingForClient, at: at("2026-11-23T06:10:00Z"), under: terms)
    let reading = try clock.reading(at: at("2026-11-23T07:00:00.001Z"), under: terms)
    #expect(try reading.breachedAt == at("2026-11-23T07:00:00Z") && reading.remaining == -1)
  }

  @Test func aBreachStaysThroughPausesAndReopening() throws {
    let terms = try terms(.resolution, 2), due = try at("2026-11-23T08:00:00Z")
    var clock = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .open, under: terms)
    try clock.enter(.waitingForClient, at: at("2026-11-23T09:00:00Z"), under: terms)
    #expect(try clock.reading(at: at("2026-11-23T10:00:00Z"), under: terms).due == due)
    try clock.enter(.done, at: at("2026-11-23T10:00:00Z"), under: terms)
    try clock.enter(.open, at: at("2026-11-23T11:00:00Z"), under: terms)
    let reading = try clock.reading(at: at("2026-11-23T12:00:00Z"), under: terms)
    #expect(reading.breachedAt == due && reading.elapsed == 4 * hour)
  }

  @Test func reopenedGoesOnWithTheTimeUsed() throws {
    let terms = try terms(.resolution, 4)
    var clock = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .open, under: terms)
    try clock.enter(.done, at: at("2026-11-23T07:00:00Z"), under: terms)
    try clock.enter(.closed, at: at("2026-11-23T08:00:00Z"), under: terms)
    #expect(try clock.state == .met(at("2026-11-23T07:00:00Z"), due: at("2026-11-23T10:00:00Z")))
    try clock.enter(.open, at: at("2026-11-24T06:00:00Z"), under: terms)
    #expect(try clock.reading(at: at("2026-11-24T06:00:00Z"), under: terms).due == at("2026-11-24T09:00:00Z"))
  }

  @Test func finishedWithoutAnAnswerStandsStill() throws {
    let terms = try terms(.firstResponse, 4)
    var clock = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .new, under: terms)
    try clock.enter(.closed, at: at("2026-11-23T07:00:00Z"), under: terms)
    let reading = try clock.reading(at: at("2026-12-23T07:00:00Z"), under: terms)
    #expect(reading.due == nil && reading.breachedAt == nil && reading.elapsed == hour)
    #expect(clock.alarms(under: terms).isEmpty)
  }

  @Test func aDeadlineSetByHandDoesNotMove() throws {
    let terms = try terms(.resolution, 4, [.percent(50), .percent(100), .afterBreach(hour)])
    var clock = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .open, under: terms)
    clock.manualDue = try at("2026-11-23T16:00:00Z")
    try clock.enter(.waitingForClient, at: at("2026-11-23T07:00:00Z"), under: terms)
    let reading = try clock.reading(at: at("2026-11-23T17:00:00Z"), under: terms)
    #expect(reading.due == clock.manualDue && reading.isManual && reading.breachedAt == clock.manualDue)
    let alarms = try ["2026-11-23T10:30:00Z", "2026-11-23T16:00:00Z", "2026-11-24T07:00:00Z"].map(at)
    #expect(clock.alarms(under: terms).map(\.at) == alarms)
  }

  @Test func alarmsFollowTheRunningClock() throws {
    let terms = try terms(.resolution, 10, [.afterBreach(30 * minute), .percent(50), .percent(80), .percent(100), .afterBreach(0)])
    var clock = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .open, under: terms)
    let instants =
      try ["11:00", "14:00"].map { try at("2026-11-23T\($0):00Z") }
      + ["07:00", "07:00", "07:30"].map { try at("2026-11-24T\($0):00Z") }
    #expect(clock.alarms(under: terms).map(\.at) == instants)
    try clock.enter(.postponed, at: at("2026-11-23T12:00:00Z"), under: terms)
    #expect(clock.alarms(under: terms).isEmpty)
    try clock.enter(.open, at: at("2026-11-24T06:00:00Z"), under: terms)
    #expect(try clock.alarms(under: terms).first == DueAlarm(alarm: .percent(80), at: at("2026-11-24T08:00:00Z")))
    #expect(!clock.alarms(under: terms).contains { $0.alarm == .percent(50) })
  }

  @Test func explainsItselfStepByStep() throws {
    let terms = try terms(.resolution, 8)
    let start = try at("2026-11-23T06:00:00Z"), asked = try at("2026-11-23T09:00:00Z"), answered = try at("2026-11-24T08:00:00Z")
    var history = History(start: start, changes: [StatusChange(asked, .waitingForClient), StatusChange(answered, .open)])
    let now = try at("2026-11-24T09:00:00Z")
    #expect(
      try history.explanation(at: now, under: terms) == [
        .started(start, .new), .counted(from: start, to: asked, 3 * hour), .paused(from: asked, to: answered, .waitingForClient),
        .counted(from: answered, to: now, hour), .deadline(at("2026-11-24T13:00:00Z"), left: 5 * hour, from: answered),
      ])
    let early = try at("2026-11-23T12:00:00Z")
    #expect(
      history.explanation(at: early, under: terms).suffix(2) == [
        .paused(from: asked, to: nil, .waitingForClient), .waiting(left: 5 * hour),
      ])
    let late = try at("2026-11-24T14:00:00Z"), due = try at("2026-11-24T13:00:00Z")
    history.changes.append(StatusChange(late, .done))
    #expect(
      history.explanation(at: late, under: terms).suffix(4) == [
        .counted(from: answered, to: late, 6 * hour), .deadline(due, left: 5 * hour, from: answered), .met(late), .breached(due),
      ])
    history.manualDue = late
    #expect(history.explanation(at: late, under: terms).suffix(2) == [.met(late), .manualDeadline(late)])
  }

  @Test func aMergeKeepsTheEarlierClock() throws {
    let terms = try terms(.resolution, 8)
    let older = try TargetClock(startedAt: at("2026-11-23T06:00:00Z"), in: .postponed, under: terms)
    let newer = try TargetClock(startedAt: at("2026-11-24T06:00:00Z"), in: .open, under: terms)
    #expect(TargetClock.earlier(older, newer) == older && TargetClock.earlier(newer, older) == older)
  }

  @Test func timeInEachStatus() throws {
    let changes = try [(at("2026-11-23T13:00:00Z"), "open"), (at("2026-11-24T07:00:00Z"), "waiting"), (at("2026-11-24T08:00:00Z"), "open")]
    let spent = try TimeSpent.byKey(changes.map { (at: $0.0, key: $0.1) }, until: at("2026-11-24T09:00:00Z"), in: calendar)
    #expect(spent == ["open": TimeSpent(total: 19 * hour, business: 4 * hour), "waiting": TimeSpent(total: hour, business: hour)])
  }

  @Test func promisesAreCheckedAndStored() throws {
    #expect(throws: Promise.Fault.notPositive(0)) { try Promise(.resolution, 0) }
    #expect(throws: Promise.Fault.badAlarm(.percent(0))) { try Promise(.resolution, 1, alarms: [.percent(0)]) }
    #expect(throws: Promise.Fault.repeatedAlarm(.percent(5))) { try Promise(.resolution, 1, alarms: [.percent(5), .percent(5)]) }
    let promise = try Promise(.resolution, hour, alarms: [.percent(50), .afterBreach(minute)]), encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = """
      {"alarms":[{"percent":50},{"afterBreach":60000}],"counting":"business","duration":3600000,"kind":"resolution",\
      "pausedIn":["waitingForClient","postponed"]}
      """
    #expect(try String(decoding: encoder.encode(promise), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(Promise.self, from: Data(text.utf8)) == promise)
    let short = #"{"kind":"firstResponse","duration":60000}"#
    #expect(try JSONDecoder().decode(Promise.self, from: Data(short.utf8)) == Promise(.firstResponse, minute))
  }
}
