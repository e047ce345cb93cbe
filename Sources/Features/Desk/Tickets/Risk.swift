import Storage
import Web

/// Why an open ticket is at risk, and since when. Found out by the service levels and kept with the ticket, so that lists need not ask.
package struct Risk: Sendable, Equatable {
  /// The gravest first.
  package enum Reason: String, Sendable, CaseIterable {
    /// A promise is broken.
    case late
    /// A deadline is near; `at` is the deadline.
    case soon
    /// The client waits for an answer.
    case unanswered
    /// The desk waits for the client, who does not answer.
    case silentClient
    /// Longer in its status than tickets usually are.
    case stuck
    /// Nobody has done anything.
    case untouched
  }

  package let reason: Reason
  package let at: Instant

  package init(_ reason: Reason, _ at: Instant) {
    self.reason = reason
    self.at = at
  }

  func sentence(_ frame: Frame) -> String { frame.t("risk.\(reason.rawValue)", ["time": frame.clock.short(at)]) }
}

/// A list of reasons in its column: `late 1795417200000,untouched 1795420800000`.
package enum Risks {
  package static func encoded(_ risks: [Risk]) -> String {
    risks.map { "\($0.reason.rawValue) \($0.at.milliseconds)" }.joined(separator: ",")
  }

  package static func decoded(_ text: String) throws -> [Risk] {
    try text.split(separator: ",").map { risk in
      let halves = risk.split(separator: " ")
      guard halves.count == 2, let reason = Risk.Reason(rawValue: String(halves[0])), let at = Int64(halves[1]) else {
        throw StorageError.wrongType(column: "risks", expected: "risks", found: .text(text))
      }
      return Risk(reason, Instant(milliseconds: at))
    }
  }

  /// All of them in words, the gravest first.
  static func sentence(_ risks: [Risk], _ frame: Frame) -> String { risks.map { $0.sentence(frame) }.joined(separator: "; ") }
}
