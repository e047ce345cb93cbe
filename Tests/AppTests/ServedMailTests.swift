import DeskTesting
import Foundation
import Testing

@testable import App

/// The whole program with a mailbox: nobody presses anything.
@Suite struct ServedMailTests {
  @Test(.timeLimit(.minutes(3))) func mailIsFetchedByItselfAndAcknowledged() async throws {
    let (dovecot, sink, data) = (try Dovecot.start(users: ["help": "secret"]), try SMTPSink.start(), try Program.desk())
    defer { dovecot.stop() }
    try dovecot.append(Self.letter("one"), of: "help")
    let (imap, smtp) = ("imap://127.0.0.1:\(dovecot.port)?security=none", "smtp://127.0.0.1:\(sink.port)?security=none")
    let add = try Program.run(
      ["mailbox", "add", "--data", data, "--address", "help@service.example", "--imap", imap, "--smtp", smtp, "--user", "help"]
        + ["--smtp-without-login"], environment: ["OTKLIK_MAILBOX_PASSWORD": "secret"])
    #expect(add.status == 0, "\(add.errors)")
    let server = try Server(data: data)
    try Self.wait { try sink.messages().count == 1 }
    // The server's word, long before the next look would be due.
    let begun = ContinuousClock.now
    try dovecot.append(Self.letter("two"), of: "help")
    try Self.wait { try sink.messages().count == 2 }
    #expect(begun.duration(to: .now) < .seconds(20))
    let told = ContinuousClock.now
    #expect(server.stop() == 0)
    #expect(told.duration(to: .now) < .seconds(10), "waiting for news does not hold the program up")
    let subjects: [String] = try await Tampering.values("SELECT subject FROM ticket ORDER BY number", in: data)
    #expect(subjects == ["one", "two"])
  }

  private static func letter(_ subject: String) -> [UInt8] {
    Array(
      """
      From: \(subject)@client.example\r
      To: help@service.example\r
      Subject: \(subject)\r
      Message-ID: <\(subject)@client.example>\r
      \r
      text\r

      """.utf8)
  }

  private static func wait(_ isDone: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    // Nobody tells a test that a server got mail: this is the pause between two looks.
    while try !isDone(), ContinuousClock.now < deadline { usleep(20_000) }
    #expect(try isDone())
  }
}
