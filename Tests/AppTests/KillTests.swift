import Foundation
import Storage
import Synchronization
import Testing

@testable import App

/// The server is killed at random instants while mail comes in and while people write in the browser. What it acknowledged is there
/// after the next start, once; what it did not is sent again, and is there once all the same.
@Suite struct KillTests {
  static let rounds = ProcessInfo.processInfo.environment["OTKLIK_KILL_ROUNDS"].flatMap(Int.init) ?? 10
  static let senders = 4

  @Test(.timeLimit(.minutes(10)))
  func nothingAcknowledgedIsLostOrDoubled() async throws {
    let desk = try await OutsideDesk.make()
    try await desk.run("INSERT INTO mailbox (address, language, created_at) VALUES ('help@service.example', 'ru', 0)")
    let (mail, writing) = (Ledger(), Ledger())
    var visitor: Visitor?
    for round in 0..<Self.rounds {
      let server = try Server(data: desk.data, "--smtp", "127.0.0.1:0", environment: desk.environment)
      if visitor == nil { visitor = try Self.firstTicket(server, mail) }
      let (port, smtpPort, vera) = (server.port, server.smtpPort ?? 0, visitor!)
      var senders = (0..<Self.senders).map { number in
        Sender("Message \(round)-\(number)", ledger: mail) {
          try SMTP(port: smtpPort)
        } send: {
          try $0.send($1)
        }
      }
      for kind in Self.kinds {
        senders.append(
          Sender("\(kind) \(round)", ledger: writing) {
            vera
          } send: {
            try $0.write($1, kind: kind, on: 1, port: port)
          })
      }
      for sender in senders { sender.start() }
      // After so many acknowledgements of each kind, and then some: the instant is different each time.
      writing.wait(for: writing.count + Int.random(in: 1...8))
      mail.wait(for: mail.count + Int.random(in: 3...30))
      server.kill()
      for sender in senders { sender.join() }
    }
    try await Self.check(mail, writing, visitor!, desk)
  }

  /// As the composer names them.
  private static let kinds = ["note", "reply"]

  /// Something to write on, and somebody who does.
  private static func firstTicket(_ server: Server, _ mail: Ledger) throws -> Visitor {
    mail.began("Message first")
    try SMTP(port: server.smtpPort ?? 0).send("Message first")
    mail.ended("Message first")
    let visitor = try Visitor(port: server.port)
    let deadline = ContinuousClock.now + .seconds(30)
    while try visitor.status(of: "/tickets/1", port: server.port) != 200, ContinuousClock.now < deadline { sched_yield() }
    return visitor
  }

  private static func check(_ mail: Ledger, _ writing: Ledger, _ visitor: Visitor, _ desk: OutsideDesk) async throws {
    // One more start takes the jobs of the killed one over, finishes the jobs and takes what was not acknowledged; a clean stop writes all of it down.
    let server = try Server(data: desk.data, "--smtp", "127.0.0.1:0", environment: desk.environment)
    for message in mail.unsure { try SMTP(port: server.smtpPort ?? 0).send(message) }
    for text in writing.unsure {
      try visitor.write(text, kind: kinds.first { text.hasPrefix($0) } ?? "note", on: 1, port: server.port)
    }
    let deadline = ContinuousClock.now + .seconds(60)
    while try server.get("/metrics").firstMatch(of: /otklik_jobs_due (\d+)/)?.1 != "0", ContinuousClock.now < deadline { sched_yield() }
    #expect(server.stop() == 0)
    compare(try await desk.values("SELECT subject FROM ticket ORDER BY number"), with: mail)
    compare(try await desk.values("SELECT text FROM message WHERE author_kind = 'employee' ORDER BY id"), with: writing)
    if desk.isSQLite {
      let sound: [String] = try await desk.values("PRAGMA integrity_check")
      #expect(sound == ["ok"])
    }
    #expect(mail.acknowledged.count >= rounds * 3 && writing.acknowledged.count >= rounds)
  }

  private static func compare(_ kept: [String], with ledger: Ledger) {
    let sent = ledger.acknowledged.union(ledger.unsure)
    #expect(Set(kept).count == kept.count, "doubled")
    #expect(sent.subtracting(kept) == [], "lost")
    #expect(Set(kept).subtracting(sent) == [], "invented")
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

/// Sends one thing after another until the server is gone.
private final class Sender: Sendable {
  private let run: @Sendable () -> Void
  private let done = DispatchSemaphore(value: 0)

  init<Connection>(
    _ name: String, ledger: Ledger, connect: @escaping @Sendable () throws -> Connection,
    send: @escaping @Sendable (Connection, String) throws -> Void
  ) {
    run = {
      guard let connection = try? connect() else { return }
      for number in 0... {
        let message = "\(name)-\(number)"
        ledger.began(message)
        // The server was killed: this one is of unknown fate.
        guard (try? send(connection, message)) != nil else { return }
        ledger.ended(message)
      }
    }
  }

  func start() {
    let (run, done) = (run, done)
    let thread = Thread {
      run()
      done.signal()
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
