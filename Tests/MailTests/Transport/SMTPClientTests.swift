import DeskTesting
import Foundation
import Testing

@testable import Mail

/// Against a real SMTP server.
struct SMTPClientTests {
  private func server(_ sink: SMTPSink, _ security: MailServer.Security = .none, _ login: MailServer.Login = .none) -> MailServer {
    var server = MailServer(host: "localhost", port: sink.port, security: security, login: login)
    if security != .none { server.authorityFile = sink.certificate }
    return server
  }

  private let message = Array("Subject: x\r\n\r\nПривет\r\n.\r\n..two\r\nlast".utf8)

  private func failure(_ server: MailServer) async -> TransportFailure? {
    do {
      try await SMTPClient(server, name: "desk.example").test()
      return nil
    } catch {
      return error as? TransportFailure
    }
  }

  @Test func `Sends messages over one connection, byte for byte`() async throws {
    let sink = try SMTPSink.start()
    defer { sink.stop() }
    let client = SMTPClient(server(sink), name: "desk.example")
    for _ in 0..<3 {
      let result = try await client.send(from: "desk@example.org", to: ["a@example.org", "b@example.org"], message: message)
      #expect(result.map(\.recipient) == ["a@example.org", "b@example.org"])
      for delivery in result { #expect(delivery.outcome == .accepted(SMTPReply(code: 250, text: "2.0.0 Queued"))) }
    }
    await client.close()
    let received = try sink.messages()
    #expect(received.count == 3)
    #expect(Set(received.map(\.port)).count == 1)
    #expect(received.allSatisfy { Array($0.data) == message + [13, 10] })
    #expect(received.allSatisfy { $0.recipients == ["a@example.org", "b@example.org"] })
    #expect(received.first?.options.contains("BODY=8BITMIME") == true)
  }

  @Test(arguments: [
    (SMTPSink.Mode.tls, MailServer.Security.tls), (.starttls, .startTLS), (.starttls, .startTLSIfOffered), (.plain, .startTLSIfOffered),
  ])
  func `Encrypts`(mode: SMTPSink.Mode, security: MailServer.Security) async throws {
    let sink = try SMTPSink.start(mode)
    defer { sink.stop() }
    var server = server(sink, security)
    if mode == .plain { server.authorityFile = nil }
    _ = try await SMTPClient(server, name: "desk.example").send(from: "", to: ["a@example.org"], message: message)
    #expect(try sink.messages().map(\.isEncrypted) == [mode != .plain])
    #expect(try sink.messages().first?.sender == "")
  }

  @Test func `STARTTLS that is required and not offered ends before the login`() async throws {
    let sink = try SMTPSink.start()
    defer { sink.stop() }
    var server = server(sink, .startTLS, .password(user: "u", password: "p"))
    server.authorityFile = nil
    #expect(await failure(server)?.kind == .noEncryption)
  }

  @Test func `Logs in by password and by token`() async throws {
    var script = SMTPSink.Script()
    script.users = ["anna": "пароль"]
    script.tokens = ["anna": "t0ken"]
    let sink = try SMTPSink.start(.tls, requiresLogin: true, script: script)
    defer { sink.stop() }
    #expect(await failure(server(sink, .tls, .password(user: "anna", password: "пароль"))) == nil)
    let wrong = await failure(server(sink, .tls, .password(user: "anna", password: "x")))
    #expect(wrong?.kind == .loginDenied)
    #expect(wrong?.detail.hasPrefix("535") == true)
    #expect(await failure(server(sink, .tls, .bearer(user: "anna", token: "t0ken"))) == nil)
    #expect(await failure(server(sink, .tls, .bearer(user: "anna", token: "old")))?.kind == .tokenRefused)
    script.auth = "454 4.7.0 Try later"
    try sink.play(script)
    #expect(await failure(server(sink, .tls, .password(user: "anna", password: "x")))?.kind == .deferred)
  }

  @Test func `Tells of each recipient by itself`() async throws {
    var script = SMTPSink.Script()
    script.recipients = ["later@example.org": "451 4.2.1 Mailbox busy", "never@example.org": "550 5.1.1 No such user"]
    let sink = try SMTPSink.start(script: script)
    defer { sink.stop() }
    let client = SMTPClient(server(sink), name: "desk.example")
    let result = try await client.send(
      from: "desk@example.org", to: ["ok@example.org", "later@example.org", "never@example.org", "a\r\nDATA@example.org"], message: message)
    #expect(result[0].outcome == .accepted(SMTPReply(code: 250, text: "2.0.0 Queued")))
    #expect(result[1].outcome == .deferred(SMTPReply(code: 451, text: "4.2.1 Mailbox busy")))
    #expect(result[2].outcome == .refused(SMTPReply(code: 550, text: "5.1.1 No such user")))
    if case .refused(let reply) = result[3].outcome { #expect(reply.code == 553) } else { Issue.record("sent an address with a line end") }
    let none = try await client.send(from: "desk@example.org", to: ["never@example.org"], message: message)
    #expect(none.map(\.outcome) == [.refused(SMTPReply(code: 550, text: "5.1.1 No such user"))])
    #expect(try sink.messages().map(\.recipients) == [["ok@example.org"]])
  }

  @Test(arguments: [("452 4.3.1 Full", true), ("554 5.7.1 Spam", false)]) func `Tells of a message that is not taken`(
    reply: String, isTemporary: Bool
  ) async throws {
    var script = SMTPSink.Script()
    script.data = reply
    let sink = try SMTPSink.start(script: script)
    defer { sink.stop() }
    let client = SMTPClient(server(sink), name: "desk.example")
    let text = SMTPReply(code: Int(reply.prefix(3))!, text: String(reply.dropFirst(4)))
    let result = try await client.send(from: "d@example.org", to: ["a@example.org"], message: message)
    #expect(result.map(\.outcome) == [isTemporary ? .deferred(text) : .refused(text)])
    script.data = nil
    script.mail = reply
    try sink.play(script)
    let thrown = await #expect(throws: TransportFailure.self) {
      try await client.send(from: "d@example.org", to: ["a@example.org"], message: message)
    }
    #expect(thrown?.kind == (isTemporary ? .deferred : .refused))
    try sink.play(SMTPSink.Script())
    #expect(try await client.send(from: "d@example.org", to: ["a@example.org"], message: message).count == 1)
  }

  @Test func `A connection that breaks before the message is tried again, after it is told as unknown`() async throws {
    var script = SMTPSink.Script()
    script.recipients = ["*": "drop"]
    let sink = try SMTPSink.start(script: script)
    defer { sink.stop() }
    let client = SMTPClient(server(sink), name: "desk.example")
    let thrown = await #expect(throws: TransportFailure.self) {
      try await client.send(from: "d@example.org", to: ["a@example.org"], message: message)
    }
    #expect(thrown?.kind == .disconnected)
    script.recipients = [:]
    script.data = "2 drop"
    try sink.play(script)
    let result = try await client.send(from: "d@example.org", to: ["a@example.org"], message: message)
    if case .unknown = result[0].outcome {} else { Issue.record("\(result)") }
    try sink.play(SMTPSink.Script())
    let after = try await client.send(from: "d@example.org", to: ["a@example.org"], message: message)
    if case .accepted = after[0].outcome {} else { Issue.record("\(after)") }
  }

  @Test func `Sizes and alphabets that the server does not take are told before anything is sent`() async throws {
    var script = SMTPSink.Script()
    script.limit = 100
    let sink = try SMTPSink.start(script: script)
    defer { sink.stop() }
    let client = SMTPClient(server(sink), name: "desk.example")
    let large = await #expect(throws: TransportFailure.self) {
      try await client.send(from: "d@example.org", to: ["a@example.org"], message: Array(repeating: 65, count: 200))
    }
    #expect(large?.kind == .tooLarge)
    _ = try await client.send(from: "д@пример.рф", to: ["а@пример.рф"], message: [65])
    #expect(try sink.messages().first?.options.contains("SMTPUTF8") == true)
  }
}
