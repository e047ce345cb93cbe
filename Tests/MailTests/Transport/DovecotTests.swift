import DeskTesting
import Foundation
import Synchronization
import Testing

@testable import Mail

/// Against a real Dovecot, which is started once for all of these tests.
@Suite(.serialized) final class DovecotTests {
  private static let shared = Result {
    try Dovecot.start(users: ["anna": "secret", "boris": "пароль", "filer": "x", "idle": "x", "large": "x", "renumbered": "x"])
  }

  let dovecot: Dovecot

  init() throws { dovecot = try Self.shared.get() }

  private func server(_ user: String = "anna", _ password: String = "secret", security: MailServer.Security = .none) -> MailServer {
    let port = security == .tls ? dovecot.tlsPort : dovecot.port
    var server = MailServer(host: "localhost", port: port, security: security, login: .password(user: user, password: password))
    server.authorityFile = dovecot.certificate
    server.connectTimeout = 20
    return server
  }

  private func message(_ subject: String, body: String = "text") -> [UInt8] {
    Array("From: a@example.org\r\nSubject: \(subject)\r\n\r\n\(body)\r\n".utf8)
  }

  private func kind(_ server: MailServer, folder: String = "INBOX") async -> TransportFailure? {
    do {
      try await IMAPClient(server).test(folder: folder)
      return nil
    } catch {
      return error as? TransportFailure
    }
  }

  @Test(arguments: MailServer.Security.allCases) func `Logs in over every kind of connection`(security: MailServer.Security) async throws {
    let client = IMAPClient(server(security: security))
    try await client.test()
    await client.close()
  }

  @Test func `A password in any alphabet works`() async throws { try await IMAPClient(server("boris", "пароль", security: .tls)).test() }

  @Test func `Logs in by token`() async throws {
    var server = server(security: .tls)
    server.login = .bearer(user: "anna", token: try dovecot.token(for: "anna"))
    #expect(await kind(server) == nil)
    server.login = .bearer(user: "anna", token: try dovecot.token(for: "boris"))
    #expect(await kind(server)?.kind == .tokenRefused)
    server.login = .bearer(user: "anna", token: "old")
    #expect(await kind(server)?.kind == .tokenRefused)
  }

  @Test func `A wrong password is told with the server's line`() async {
    let failure = await kind(server("anna", "wrong"))
    #expect(failure?.kind == .loginDenied)
    #expect(failure?.detail.contains("AUTHENTICATIONFAILED") == true)
    #expect(failure?.isTemporary == false)
  }

  @Test func `A certificate that nobody vouches for is refused`() async {
    var stranger = server(security: .tls)
    stranger.authorityFile = nil
    #expect(await kind(stranger)?.kind == .tls)
    stranger.security = .startTLS
    stranger.port = dovecot.port
    #expect(await kind(stranger)?.kind == .tls)
    stranger.verifiesCertificate = false
    #expect(await kind(stranger) == nil)
  }

  @Test func `A certificate of another name is refused`() async {
    var other = server(security: .tls)
    other.host = "127.0.0.1"
    #expect(await kind(other)?.kind == .tls)
  }

  @Test func `Nobody there, nowhere to be found, not TLS`() async throws {
    var lost = server()
    lost.port = try LocalPeer.freePort()
    #expect(await kind(lost)?.kind == .unreachable)
    lost.host = "no-such-host.invalid"
    #expect(await kind(lost)?.kind == .cannotResolve)
    var plain = server(security: .tls)
    plain.port = dovecot.port
    #expect(await kind(plain)?.kind == .tls)
    plain.host = "a.example/x"
    #expect(await kind(plain)?.kind == .invalidName)
  }

  @Test func `A folder that is not there`() async {
    let failure = await kind(server(), folder: "Nowhere")
    #expect(failure?.kind == .noSuchFolder)
    #expect(failure?.detail.contains("doesn't exist") == true)
  }

  @Test func `Lists what is new and fetches it byte for byte, unread`() async throws {
    let bodies = ["first", String(repeating: "long line ", count: 20_000), "\u{41F}ривет {5}\r\n) D1 OK\r\n", "last"]
    for (index, body) in bodies.enumerated() { try dovecot.append(message("Новое \(index)", body: body), to: "Lists", of: "anna") }
    let client = IMAPClient(server())
    let all = try await client.list("Lists", .after(nil))
    #expect(all.uids.count == 4)
    for (uid, (index, body)) in zip(all.uids, bodies.enumerated()) {
      let fetched = try await client.fetch(uid, in: "Lists", validity: all.validity, limit: 1 << 20)
      #expect(fetched == .whole(message("Новое \(index)", body: body)))
    }
    #expect(try dovecot.messages(in: "Lists", of: "anna").allSatisfy { !$0.flags.contains("\\Seen") })
    let rest = try await client.list("Lists", .after(IMAPBookmark(validity: all.validity, lastUID: all.uids[1])))
    #expect(rest.uids == Array(all.uids[2...]))
    #expect(try await client.list("Lists", .after(IMAPBookmark(validity: all.validity, lastUID: all.uids[3]))).uids == [])
    #expect(try await client.list("Lists", .after(IMAPBookmark(validity: all.validity &+ 1, lastUID: 99))).uids == all.uids)
    #expect(try await client.fetch(999, in: "Lists", validity: all.validity, limit: 1000) == .gone)
  }

  @Test func `Marks, deletes and moves`() async throws {
    for index in 1...3 { try dovecot.append(message("\(index)"), of: "filer") }
    try dovecot.create("Готово & <b>", of: "filer")
    let client = IMAPClient(server("filer", "x"))
    let listing = try await client.list("INBOX", .unseen)
    #expect(listing.uids.count == 3)
    try await client.markSeen(listing.uids[0], in: "INBOX", validity: listing.validity)
    try await client.delete(listing.uids[1], in: "INBOX", validity: listing.validity)
    try await client.move(listing.uids[2], in: "INBOX", validity: listing.validity, to: "Готово & <b>")
    let left = try dovecot.messages(of: "filer")
    #expect(left.map(\.uid) == [listing.uids[0]])
    #expect(left.first?.flags.contains("\\Seen") == true)
    #expect(try dovecot.messages(in: "Готово & <b>", of: "filer").count == 1)
    #expect(try await client.list("INBOX", .unseen).uids == [])
    #expect(try await client.folders().map(\.name).sorted() == ["INBOX", "Готово & <b>"])
    await #expect(throws: TransportFailure.self) {
      try await client.move(listing.uids[0], in: "INBOX", validity: listing.validity, to: "Nowhere")
    }
    try await client.create("Nowhere")
    try await client.move(listing.uids[0], in: "INBOX", validity: listing.validity, to: "Nowhere")
    #expect(try dovecot.messages(in: "Nowhere", of: "filer").count == 1)
  }

  @Test func `A message over the limit comes piece by piece`() async throws {
    let large = message("Large", body: String(repeating: "x", count: 300_000))
    try dovecot.append(large, of: "large")
    let client = IMAPClient(server("large", "x", security: .tls))
    let listing = try await client.list("INBOX", .after(nil))
    let fetched = try await client.fetch(listing.uids[0], in: "INBOX", validity: listing.validity, limit: 100_000)
    #expect(fetched == .tooLarge(size: large.count))
    let headers = try await client.headers(listing.uids[0], in: "INBOX", validity: listing.validity)
    #expect(headers == Array("From: a@example.org\r\nSubject: Large\r\n\r\n".utf8))
    let pieces = Mutex<[[UInt8]]>([])
    let isThere = try await client.fetch(listing.uids[0], in: "INBOX", validity: listing.validity, limit: 1 << 20) { piece in
      pieces.withLock { $0.append(Array(piece)) }
    }
    let came = pieces.withLock { $0 }
    #expect(isThere && came.flatMap { $0 } == large)
    #expect(came.allSatisfy { $0.count <= 64 << 10 })
    #expect(try await !client.fetch(999, in: "INBOX", validity: listing.validity, limit: 1 << 20) { _ in })
  }

  @Test func `Whoever gives up in the middle of a message can go on with the next`() async throws {
    for name in ["one", "two"] {
      try dovecot.append(message(name, body: String(repeating: name, count: 100_000)), to: "Given", of: "large")
    }
    let client = IMAPClient(server("large", "x"))
    let listing = try await client.list("Given", .after(nil))
    await #expect(throws: CancellationError.self) {
      _ = try await client.fetch(listing.uids[0], in: "Given", validity: listing.validity, limit: 1 << 20) { _ in throw CancellationError()
      }
    }
    let next = try await client.fetch(listing.uids[1], in: "Given", validity: listing.validity, limit: 1 << 20)
    #expect(next == .whole(message("two", body: String(repeating: "two", count: 100_000))))
  }

  @Test func `A folder made anew is noticed`() async throws {
    try dovecot.append(message("old"), to: "Box", of: "renumbered")
    let client = IMAPClient(server("renumbered", "x"))
    let listing = try await client.list("Box", .after(nil))
    await #expect(throws: TransportFailure.self) {
      _ = try await client.fetch(listing.uids[0], in: "Box", validity: listing.validity &+ 5, limit: 1000)
    }
  }

  @Test func `Waits for news`() async throws {
    let client = IMAPClient(server("idle", "x"))
    #expect(try await client.waitForNews(in: "INBOX", seconds: 1) == false)
    async let news = client.waitForNews(in: "INBOX", seconds: 30)
    let other = IMAPClient(server("idle", "x"))
    try await other.test()
    try dovecot.append(message("news"), of: "idle")
    #expect(try await news == true)
    #expect(try await client.list("INBOX", .unseen).uids.count == 1)
  }

  @Test func `A wait ends when the task is cancelled`() async throws {
    let client = IMAPClient(server())
    let task = Task { try await client.waitForNews(in: "INBOX", seconds: 600) }
    task.cancel()
    await #expect(throws: TransportFailure.self) { try await task.value }
  }

  @Test func `A server that is silent runs into the timeout`() async throws {
    let silent = try SilentPeer()
    defer { silent.stop() }
    var server = server()
    server.port = silent.port
    server.connectTimeout = 1
    #expect(await kind(server)?.kind == .timeout)
  }
}
