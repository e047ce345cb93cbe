import Foundation
import Synchronization

@testable import Mail

/// A receiver on a free port that keeps what it took. `ok…@desk.example` is ours, `later@` not now, all others never.
final class ReceivedMail: Sendable {
  private let kept = Mutex<[(SMTPEnvelope, [UInt8])]>([])

  let complaints = Mutex<[String]>([])
  /// Why bytes cannot be kept.
  let hindrance = Mutex<(any Error)?>(nil)

  var messages: [(envelope: SMTPEnvelope, bytes: [UInt8])] { kept.withLock { $0.map { ($0.0, $0.1) } } }

  func start(
    _ settings: SMTPReceiverSettings = ReceivedMail.settings,
    deliver: (@Sendable (SMTPEnvelope, [UInt8]) async throws -> SMTPDecision)? = nil
  ) async throws -> SMTPReceiver {
    try await SMTPReceiver.start(
      settings,
      .init(
        accepts: { recipient, _ in
          if recipient == "later@desk.example" { return .deferred("not now") }
          return recipient.hasPrefix("ok") && recipient.hasSuffix("@desk.example") ? .accepted : .refused("no such address")
        },
        begin: { Arrival(envelope: $0, mail: self, decide: deliver) },
        now: { 1_700_000_000_000 }, complain: { error in self.complaints.withLock { $0.append("\(error)") } }))
  }

  /// Holds the bytes until they are delivered.
  private struct Arrival: SMTPArrival {
    let envelope: SMTPEnvelope
    let mail: ReceivedMail
    let decide: (@Sendable (SMTPEnvelope, [UInt8]) async throws -> SMTPDecision)?
    var bytes: [UInt8] = []

    mutating func add(_ more: [UInt8]) throws {
      bytes += more
      if let error = mail.hindrance.withLock({ $0 }) { throw error }
    }

    func deliver() async throws -> SMTPDecision {
      let decision = try await decide?(envelope, bytes) ?? .all(.accepted)
      mail.kept.withLock { $0.append((envelope, bytes)) }
      return decision
    }
  }

  static var settings: SMTPReceiverSettings { SMTPReceiverSettings(host: "127.0.0.1", port: 0, name: "desk.example") }
}
