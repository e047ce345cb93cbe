import Desk
import Storage
import Web

/// When a ticket is at risk without a deadline: milliseconds by the clock, and how many times the usual stay in a status.
struct Attention: Sendable, Equatable {
  /// A client's message has no answer for so long.
  var unanswered: Int64
  /// Nobody has done anything for so long.
  var untouched: Int64
  /// The client has been asked and does not answer for so long.
  var silent: Int64
  var stuckTimes: Int64

  private static let hour: Int64 = 3_600_000
  static let ready = Attention(unanswered: 24 * hour, untouched: 72 * hour, silent: 120 * hour, stuckTimes: 3)
  static let shortestUsual = hour
  static let times: ClosedRange<Int64> = 2...100
}

extension Attention {
  init(row: Row) throws {
    self.init(
      unanswered: try row["unanswered_after"], untouched: try row["untouched_after"], silent: try row["silent_after"],
      stuckTimes: try row["stuck_times"])
  }

  /// As typed.
  init(form: Form) throws {
    var problems: [Refusal.Problem] = []
    func wait(_ field: String) -> Int64 {
      let text = form.text(field)
      if let wait = DurationText.parse(text), wait >= 60_000 { return wait }
      problems.append(.init(field, "sla.error.duration", ["text": text]))
      return 0
    }
    let times = form.int("times").flatMap { Self.times.contains($0) ? $0 : nil }
    if times == nil {
      problems.append(.init("times", "sla.error.times", ["least": String(Self.times.lowerBound), "most": String(Self.times.upperBound)]))
    }
    self.init(
      unanswered: wait("unanswered"), untouched: wait("untouched"), silent: wait("silent"), stuckTimes: times ?? Self.times.lowerBound)
    guard problems.isEmpty else { throw Refusal.invalid(problems) }
  }

  func changes(to other: Attention) -> [Event.Change] {
    Event.Change.differing([
      ("unansweredAfter", String(unanswered), String(other.unanswered)), ("untouchedAfter", String(untouched), String(other.untouched)),
      ("silentAfter", String(silent), String(other.silent)), ("stuckTimes", String(stuckTimes), String(other.stuckTimes)),
    ])
  }
}
