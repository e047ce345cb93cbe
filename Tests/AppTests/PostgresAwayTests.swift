import DeskTesting
import Foundation
import Storage
import StoragePostgres
import Testing

@testable import App

/// The database server goes away while the desk is served, and comes back.
@Suite struct PostgresAwayTests {
  @Test(.timeLimit(.minutes(3))) func theDeskSaysSoAndGoesOnByItself() async throws {
    let peer = try PostgresPeer()
    let environment = ["OTKLIK_DATABASE": peer.url]
    let data = try Program.desk(environment: environment)
    try await Self.run("INSERT INTO mailbox (address, language, created_at) VALUES ('help@service.example', 'ru', 0)", at: peer.url)
    let server = try Server(data: data, "--smtp", "127.0.0.1:0", environment: environment)
    let (port, smtp) = (server.port, try #require(server.smtpPort))
    #expect(try Self.send("before", port: smtp).contains("refused: {}"))
    let vera = try Visitor(port: port)
    try Self.wait { try vera.status(of: "/tickets/1", port: port) == 200 }
    try vera.write("before the stop", kind: "note", on: 1, port: port)

    try peer.stop()
    #expect(try vera.status(of: "/tickets/1", port: port) == 503)
    let page = try vera.page("/tickets/1", port: port)
    #expect(page.contains("Retry-After") || page.contains("retry-after"), "\(page.prefix(500))")
    #expect(throws: Unexpected.self) { try vera.write("meanwhile", kind: "note", on: 1, port: port) }
    #expect(try server.get("/healthz").contains("200"))
    #expect(try server.get("/readyz").hasPrefix("HTTP/1.1 503"))
    #expect(try Self.send("meanwhile", port: smtp).contains("451"), "the sender's server comes again")

    try peer.start()
    try Self.wait { try vera.status(of: "/tickets/1", port: port) == 200 }
    try vera.write("after the start", kind: "note", on: 1, port: port)
    #expect(try Self.send("meanwhile", port: smtp).contains("refused: {}"))
    // Jobs are done again as well: without them the message is no ticket. (Its number is not the next one: a sequence of PostgreSQL
    // skips some when the server dies.)
    try Self.wait { try vera.page("/tickets?view=open", port: port).contains("meanwhile") }
    #expect(server.stop() == 0)
    let notes: [String] = try await Self.values("SELECT text FROM message WHERE author_kind = 'employee' ORDER BY id", at: peer.url)
    #expect(notes == ["before the stop", "after the start"])
    let subjects: [String] = try await Self.values("SELECT subject FROM ticket ORDER BY number", at: peer.url)
    #expect(subjects == ["before", "meanwhile"])
  }

  @Test(.timeLimit(.minutes(3))) func whoComesInThePlaceOfAKilledProcessTakesItsJobsOver() async throws {
    let peer = try PostgresPeer()
    let environment = ["OTKLIK_DATABASE": peer.url]
    let data = try Program.desk(environment: environment)
    try await Self.run("INSERT INTO mailbox (address, language, created_at) VALUES ('help@service.example', 'ru', 0)", at: peer.url)
    let first = try Server(data: data, "--smtp", "127.0.0.1:0", environment: environment)
    let own = try DataFolder(path: data).instance()
    first.kill()
    // What the killed one was at work on, and what another process on the same database is.
    for (kind, owner) in [("mail.handle", own), ("notice.clean", "other@elsewhere")] {
      try await Self.run(
        """
        INSERT INTO job (kind, payload, run_at, attempts, created_at, leased_until, leased_by)
        VALUES (\(kind), '{}', 0, 0, 0, \(Int64.max / 2), \(owner))
        """, at: peer.url)
    }
    let second = try Server(data: data, environment: environment)
    let taken: [String] = try await Self.values("SELECT leased_by FROM job WHERE leased_until > 1000000000000000", at: peer.url)
    #expect(taken == ["other@elsewhere"])
    #expect(second.stop() == 0)
  }

  private static func send(_ subject: String, port: Int) throws -> String {
    let letter =
      "From: \(subject)@client.example\r\nTo: help@service.example\r\nSubject: \(subject)\r\nMessage-ID: <\(subject)@client.example>\r\n\r\ntext\r\n"
    return try MailSender.send(letter, to: ["help@service.example"], by: .smtp, port: port)
  }

  private static func wait(_ isDone: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    // Nobody tells a test that a server has come back: this is the pause between two looks.
    while try !isDone(), ContinuousClock.now < deadline { usleep(50_000) }
    #expect(try isDone())
  }

  private static func run(_ statement: SQL, at url: String) async throws {
    let store = try await PostgresStore(url: url, connections: 1)
    try await store.write { _ = try $0.run(statement) }
    await store.close()
  }

  private static func values<T: ColumnValue & Sendable>(_ query: SQL, at url: String) async throws -> [T] {
    let store = try await PostgresStore(url: url, connections: 1)
    let values: [T] = try await store.read { try $0.values(query) }
    await store.close()
    return values
  }
}
