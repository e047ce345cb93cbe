import Foundation
import Storage
import Synchronization
import Testing

@testable import App

/// The server is killed at random instants while mail comes in. What it acknowledged is there after the next start, once;
/// what it did not, the sender sends again, and it is there once all the same.
@Suite struct KillTests {
  static let rounds = ProcessInfo.processInfo.environment["OTKLIK_KILL_ROUNDS"].flatMap(Int.init) ?? 10
  static let senders = 4

  @Test(.timeLimit(.minutes(10)))
  func nothingAcknowledgedIsLostOrDoubled() async throws {
    let data = try Program.desk()
    try await Tampering.run(
      "INSERT INTO mailbox (address, language, created_at) VALUES ('help@service.example', 'ru', 0)", in: data)
    let ledger = Ledger()
    for round in 0..<Self.rounds {
      let server = try Server(data: data, "--smtp", "127.0.0.1:0")
      let senders = (0..<Self.senders).map { Sender(name: "\(round)-\($0)", port: server.smtpPort ?? 0, ledger: ledger) }
      for sender in senders { sender.start() }
      // After so many acknowledgements, and then some: the instant is different each time.
      ledger.wait(for: ledger.count + Int.random(in: 3...60))
      server.kill()
      for sender in senders { sender.join() }
    }
    try await Self.check(ledger, data)
  }

  private static func check(_ ledger: Ledger, _ data: String) async throws {
    // One more start finishes the jobs and takes what was not acknowledged; a clean stop writes all of it down.
    let server = try Server(data: data, "--smtp", "127.0.0.1:0")
    let unsure = ledger.unsure
    for message in unsure { try SMTP(port: server.smtpPort ?? 0).send(message) }
    let sent = ledger.acknowledged.union(unsure)
    let deadline = ContinuousClock.now + .seconds(60)
    while try server.get("/metrics").firstMatch(of: /otklik_jobs_due (\d+)/)?.1 != "0", ContinuousClock.now < deadline { sched_yield() }
    #expect(server.stop() == 0)
    let subjects: [String] = try await Tampering.values("SELECT subject FROM ticket ORDER BY number", in: data)
    #expect(Set(subjects).count == subjects.count, "doubled")
    #expect(sent.subtracting(subjects) == [], "lost")
    #expect(Set(subjects).subtracting(sent) == [], "invented")
    let sound: [String] = try await Tampering.values("PRAGMA integrity_check", in: data)
    #expect(sound == ["ok"])
    #expect(ledger.acknowledged.count >= rounds * 3)
  }
}

/// What was sent, and of what the server said that it has it.
private final class Ledger: Sendable {
  private struct State {
    var acknowledged: Set<String> = []
    var unsure: Set<String> = []
  }
  private let state = Mutex(State())
  private let changed = DispatchSemaphore(value: 0)

  var acknowledged: Set<String> { state.withLock { $0.acknowledged } }
  var unsure: Set<String> { state.withLock { $0.unsure } }
  var count: Int { acknowledged.count }

  func began(_ message: String) { _ = state.withLock { $0.unsure.insert(message) } }
  func ended(_ message: String) {
    state.withLock { state in
      state.unsure.remove(message)
      state.acknowledged.insert(message)
    }
    changed.signal()
  }

  func wait(for count: Int) {
    while self.count < count, changed.wait(timeout: .now() + 30) == .success {}
  }
}

/// Sends one message after another until the server is gone.
private final class Sender: @unchecked Sendable {
  private let name: String
  private let port: Int
  private let ledger: Ledger
  private let done = DispatchSemaphore(value: 0)

  init(name: String, port: Int, ledger: Ledger) {
    self.name = name
    self.port = port
    self.ledger = ledger
  }

  func start() {
    let thread = Thread { [self] in
      defer { done.signal() }
      guard let connection = try? SMTP(port: port) else { return }
      for number in 0... {
        let message = "Message \(name)-\(number)"
        ledger.began(message)
        // The server was killed: this message is of unknown fate.
        guard (try? connection.send(message)) != nil else { return }
        ledger.ended(message)
      }
    }
    thread.start()
  }

  func join() { done.wait() }
}

/// Enough of RFC 5321 to deliver.
private final class SMTP {
  private let wire: TCP

  init(port: Int) throws {
    wire = try TCP(port: port)
    _ = try answer()
    _ = try ask("EHLO sender.example")
  }

  /// Returns when the server has taken the message.
  func send(_ subject: String) throws {
    // Many from one sender would be taken for a flood.
    let id = subject.replacing(" ", with: "-").lowercased()
    _ = try ask("MAIL FROM:<\(id)@clients.example>")
    _ = try ask("RCPT TO:<help@service.example>")
    guard try ask("DATA").hasPrefix("354") else { throw Unexpected(text: "DATA was refused") }
    let reply = try ask(
      "From: Olga <\(id)@clients.example>\r\nTo: help@service.example\r\nSubject: \(subject)\r\nMessage-ID: <\(id)@romashka.example>\r\n\r\nHelp!\r\n."
    )
    guard reply.hasPrefix("250") else { throw Unexpected(text: reply) }
  }

  private func ask(_ text: String) throws -> String {
    try wire.send(text + "\r\n")
    return try answer()
  }

  private func answer() throws -> String {
    while true {
      let line = try wire.readLine()
      if line.dropFirst(3).first != "-" { return line }
    }
  }
}
