import DeskTesting
import Foundation
import NIOCore
import Synchronization
import TLS
import Testing

@testable import Mail

struct SMTPReceiverTests {
  private let mail = ReceivedMail()

  private func serving(_ settings: SMTPReceiverSettings = ReceivedMail.settings, _ body: (RawPeer) async throws -> Void) async throws {
    let receiver = try await mail.start(settings)
    try await body(RawPeer(port: receiver.port))
    await receiver.stop(within: 1)
  }

  @Test func `Takes a message and stamps it`() async throws {
    try await serving { peer in
      #expect(await peer.begin() == [220, 250, 250, 250])
      #expect(await peer.say("DATA") == 354)
      #expect(await peer.say("Subject: x\r\n\r\n..dot\r\n...\r\nПривет\r\n.") == 250)
      #expect(await peer.say("QUIT") == 221)
      #expect(await peer.code() == 0)
    }
    let stamp =
      "Received: from peer.example ([127.0.0.1])\r\n by desk.example with ESMTP\r\n"
      + " for <ok@desk.example>; Tue, 14 Nov 2023 22:13:20 +0000\r\n"
    #expect(mail.messages.map { String(decoding: $0.bytes, as: UTF8.self) } == [stamp + "Subject: x\r\n\r\n.dot\r\n..\r\nПривет\r\n"])
    #expect(mail.messages.first?.envelope.sender == "a@example.org")
  }

  @Test func `Relays nothing`() async throws {
    try await serving { peer in
      #expect(await peer.begin("someone@elsewhere.example") == [220, 250, 250, 550])
      #expect(await peer.say("RCPT TO:<later@desk.example>") == 451)
      #expect(await peer.say("RCPT TO:<@elsewhere.example:ok@desk.example>") == 250)
      #expect(await peer.say("RCPT TO:<ok@desk.example@elsewhere.example>") == 550)
      #expect(await peer.say("RCPT TO:<ok%elsewhere.example@desk.example>") == 250)
    }
  }

  @Test(arguments: [
    ("NOOP", 250), ("RSET", 250), ("VRFY root", 252), ("EXPN x", 500), ("MAIL FROM:<a@b.example>", 503), ("RCPT TO:<ok@desk.example>", 503),
    ("DATA", 503), ("LHLO x", 500), ("EHLO", 501), ("STARTTLS", 500), ("BDAT 5", 500), ("ehlo x", 250), ("HELO x", 250), ("", 500),
    ("EHLO x\u{1}", 501),
  ]) func `Answers before a greeting`(line: String, code: Int) async throws {
    try await serving { peer in
      #expect(await peer.code() == 220)
      #expect(await peer.say(line) == code)
    }
  }

  @Test(arguments: [
    ("MAIL FROM:<>", 250), ("mail from:<a@b.example>", 250), ("MAIL FROM: <a@b.example>", 250),
    ("MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME", 250),
    ("MAIL FROM:<a@b.example> SIZE=999999999", 552), ("MAIL FROM:<a@b.example> SIZE=x", 552), ("MAIL FROM:a@b.example", 501),
    ("MAIL FROM:<a@b.example", 501),
    ("MAIL FROM:<a@b.example>x", 501), ("MAIL FROM:<a b@c.example>", 553), ("MAIL FROM:<a>", 553), ("MAIL FROM:<\"a b\"@c.example>", 250),
    ("MAIL FROM:<\"a>b\"@c.example>", 250), ("MAIL FROM:<ж@c.example>", 553), ("MAIL FROM:<ж@c.example> SMTPUTF8", 250),
    ("MAIL FROM:<a@b.example> XFOO=1", 555),
    ("MAIL FROM:<a@[192.0.2.1]>", 250), ("MAIL TO:<a@b.example>", 501), ("MAIL", 501),
  ]) func `Reads a sender`(line: String, code: Int) async throws {
    try await serving { peer in
      #expect(await peer.code() == 220)
      #expect(await peer.say("EHLO x") == 250)
      #expect(await peer.say(line) == code)
    }
  }

  @Test(arguments: ["\n.\n", "\n.\r\n", "\r\n.\n", "\nMAIL FROM:<evil@example.org>\n", "\r\n\n"])
  func `No message is smuggled in another`(end: String) async throws {
    try await serving { peer in
      #expect(await peer.begin() == [220, 250, 250, 250])
      #expect(await peer.say("DATA") == 354)
      await peer.send("Subject: x\r\n\r\ntext\(end)MAIL FROM:<evil@example.org>\r\nRCPT TO:<ok@desk.example>\r\nDATA\r\nevil\r\n.\r\n")
      #expect(await peer.code() == 521)
      #expect(await peer.code() == 0)
    }
    #expect(mail.messages.isEmpty)
  }

  @Test func `A carriage return alone ends nothing`() async throws {
    try await serving { peer in
      _ = await peer.begin()
      #expect(await peer.say("DATA") == 354)
      #expect(await peer.say("a\r.\rb\r\r\n.\r.\r\n\r.\r\n.") == 250)
    }
    #expect(mail.messages.first.map { String(decoding: $0.bytes, as: UTF8.self).hasSuffix("\r\na\r.\rb\r\r\n\r.\r\n\r.\r\n") } == true)
  }

  @Test func `A line feed alone in a command ends the connection`() async throws {
    try await serving { peer in
      #expect(await peer.code() == 220)
      await peer.send("EHLO x\nMAIL FROM:<a@b.example>\r\n")
      #expect(await peer.code() == 521)
    }
  }

  @Test func `Commands sent at once are answered in order, after a half-close too`() async throws {
    try await serving { peer in
      await peer.send(
        "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<no@x.example>\r\nRCPT TO:<ok1@desk.example>\r\nDATA\r\nhello\r\n.\r\nQUIT\r\n")
      await peer.endSending()
      for code in [220, 250, 250, 550, 250, 354, 250, 221, 0] { #expect(await peer.code() == code) }
    }
    #expect(mail.messages.count == 1)
  }

  @Test func `A connection that breaks within a message delivers nothing`() async throws {
    try await serving { peer in
      _ = await peer.begin()
      #expect(await peer.say("DATA") == 354)
      await peer.send("half a message\r\n")
      await peer.endSending()
      #expect(await peer.code() == 0)
    }
    #expect(mail.messages.isEmpty)
  }

  @Test func `Long lines, many recipients and useless commands have an end`() async throws {
    var settings = ReceivedMail.settings
    settings.recipientLimit = 2
    settings.patience = 3
    try await serving(settings) { peer in
      _ = await peer.begin()
      #expect(await peer.say("RCPT TO:<ok2@desk.example>") == 250)
      #expect(await peer.say("RCPT TO:<ok3@desk.example>") == 452)
      #expect(await peer.say("NOOP " + String(repeating: "x", count: 100_000)) == 500)
      for _ in 0..<3 { #expect(await peer.say("NONSENSE") == 500) }
      #expect(await peer.say("NONSENSE") == 421)
      #expect(await peer.code() == 0)
    }
  }

  @Test func `Too many commands in a minute`() async throws {
    var settings = ReceivedMail.settings
    settings.commandsPerMinute = 5
    try await serving(settings) { peer in
      #expect(await peer.begin() == [220, 250, 250, 250])
      #expect(await peer.say("RCPT TO:<ok2@desk.example>") == 250)
      #expect(await peer.say("RCPT TO:<ok3@desk.example>") == 250)
      #expect(await peer.say("RCPT TO:<ok4@desk.example>") == 421)
    }
  }

  @Test func `A peer that says nothing, or too little for too long, is sent away`() async throws {
    var settings = ReceivedMail.settings
    settings.idleTimeout = 0.3
    try await serving(settings) { peer in #expect(await lastWords(of: peer).contains("Idle")) }
    settings.idleTimeout = 60
    settings.totalTimeout = 0.5
    try await serving(settings) { peer in
      await peer.send("EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<ok1@desk.example>\r\nDATA\r\nhello\r\n")
      #expect(await lastWords(of: peer).contains("too long"))
    }
    #expect(mail.messages.isEmpty)
  }

  /// What the receiver says before it closes the connection.
  private func lastWords(of peer: RawPeer) async -> String {
    var last = ""
    while let reply = await peer.reply() { last = reply.text }
    return last
  }

  @Test func `So many connections and no more, from one address too`() async throws {
    for limitAddress in [true, false] {
      var settings = ReceivedMail.settings
      if limitAddress { settings.connectionsPerAddress = 2 } else { settings.connectionLimit = 2 }
      let receiver = try await mail.start(settings)
      let first = try RawPeer(port: receiver.port)
      let second = try RawPeer(port: receiver.port)
      #expect(await first.code() == 220)
      #expect(await second.code() == 220)
      #expect(await (try RawPeer(port: receiver.port)).code() == 421)
      #expect(await first.say("QUIT") == 221)
      #expect(await first.code() == 0)
      var isFree = false
      for _ in 0..<200 where !isFree { isFree = await (try RawPeer(port: receiver.port)).code() == 220 }
      #expect(isFree)
      await receiver.stop(within: 1)
    }
  }

  @Test func `Acknowledges only what was stored`() async throws {
    struct DiskFull: Error {}
    let replies: [SMTPDecision?] = [nil, .all(.deferred("busy")), .all(.refused("spam\r\n250 fine")), .all(.accepted)]
    let turn = Mutex(0)
    let receiver = try await mail.start { _, _ in
      let index = turn.withLock { turn in
        turn += 1
        return turn - 1
      }
      guard let decision = replies[index] else { throw DiskFull() }
      return decision
    }
    let peer = try RawPeer(port: receiver.port)
    _ = await peer.begin()
    for code in [451, 451, 554, 250] {
      #expect(await peer.say("DATA") == 354)
      #expect(await peer.say("x\r\n.") == code)
      #expect(await peer.say("MAIL FROM:<a@example.org>") == 250)
      #expect(await peer.say("RCPT TO:<ok@desk.example>") == 250)
    }
    await receiver.stop(within: 1)
  }

  @Test func `LMTP answers for each recipient`() async throws {
    var settings = ReceivedMail.settings
    settings.language = .lmtp
    let receiver = try await mail.start(settings) { _, _ in .each([.accepted, .deferred("later"), .refused("no")]) }
    let peer = try RawPeer(port: receiver.port)
    #expect(await peer.code() == 220)
    #expect(await peer.say("EHLO x") == 500)
    #expect(await peer.say("LHLO x") == 250)
    #expect(await peer.say("MAIL FROM:<>") == 250)
    for name in ["ok1", "ok2", "ok3"] { #expect(await peer.say("RCPT TO:<\(name)@desk.example>") == 250) }
    #expect(await peer.say("DATA") == 354)
    #expect(await peer.say("x\r\n.") == 250)
    #expect(await peer.code() == 451)
    #expect(await peer.code() == 554)
    #expect(await peer.say("QUIT") == 221)
    await receiver.stop(within: 1)
  }

  private var encrypting: SMTPReceiverSettings {
    get throws {
      let folder = try LocalPeer.folder("starttls")
      try LocalPeer.certificate(in: folder)
      var settings = ReceivedMail.settings
      settings.encryption = .init(
        certificate: TLSCertificate(chain: folder.appending(path: "cert.pem").path(), key: folder.appending(path: "key.pem").path()),
        isRequired: false)
      return settings
    }
  }

  @Test func `What is slipped in before TLS is not taken for what is said under it`() async throws {
    try await serving(try encrypting) { peer in
      #expect(await [peer.code(), peer.say("EHLO x")] == [220, 250])
      #expect(await peer.say("STARTTLS\r\nMAIL FROM:<evil@example.org>") == 503)
      #expect(await peer.code() == 0)
    }
    try await serving(try encrypting) { peer in
      #expect(await [peer.code(), peer.say("EHLO x"), peer.say("STARTTLS")] == [220, 250, 220])
      // No TLS at all.
      await peer.send("MAIL FROM:<evil@example.org>\r\n")
      while await peer.reply() != nil {}
    }
    #expect(mail.messages.isEmpty)
  }

  @Test func `STARTTLS is only for those that have a certificate`() async throws {
    try await serving { peer in
      #expect(await [peer.code(), peer.say("EHLO x"), peer.say("STARTTLS"), peer.say("NOOP")] == [220, 250, 500, 250])
    }
    var settings = try encrypting
    settings.encryption?.isRequired = true
    settings.encryption?.certificate.key = "/nowhere/key.pem"
    try await serving(settings) { peer in
      #expect(await [peer.code(), peer.say("EHLO x"), peer.say("MAIL FROM:<a@example.org>")] == [220, 250, 530])
      #expect(await [peer.say("STARTTLS x"), peer.say("STARTTLS")] == [501, 454])
    }
    #expect(mail.complaints.withLock { $0 }.first?.contains("/nowhere/key.pem") == true)
  }

  @Test func `A port in use is told as such`() async throws {
    let receiver = try await mail.start()
    var settings = ReceivedMail.settings
    settings.port = receiver.port
    let error = await #expect(throws: IOError.self) { try await mail.start(settings) }
    #expect(error?.errnoCode == EADDRINUSE)
    await receiver.stop(within: 1)
    let again = try await mail.start(settings)
    #expect(again.port == settings.port)
    await again.stop(within: 1)
  }

  @Test func `Stops gracefully: the message in work is finished, idle peers are sent away`() async throws {
    let (begun, beginning) = AsyncStream<Void>.makeStream()
    let (released, release) = AsyncStream<Void>.makeStream()
    let receiver = try await mail.start { _, _ in
      beginning.yield()
      for await _ in released { break }
      return .all(.accepted)
    }
    let idle = try RawPeer(port: receiver.port)
    #expect(await idle.code() == 220)
    let busy = try RawPeer(port: receiver.port)
    _ = await busy.begin()
    #expect(await busy.say("DATA") == 354)
    await busy.send("x\r\n.\r\n")
    for await _ in begun { break }
    async let stopped: Void = receiver.stop(within: 30)
    #expect(await idle.code() == 421)
    release.yield()
    #expect(await busy.code() == 250)
    #expect(await busy.code() == 421)
    await stopped
    #expect(mail.messages.count == 1)
  }

  @Test func `Bears 200 connections at once and loses none`() async throws {
    var settings = ReceivedMail.settings
    settings.connectionsPerAddress = 1000
    let receiver = try await mail.start(settings)
    let port = receiver.port
    let codes = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<200 {
        group.addTask {
          let peer = try RawPeer(port: port)
          _ = await peer.begin("ok\(index)@desk.example")
          _ = await peer.say("DATA")
          return await peer.say("Subject: \(index)\r\n\r\nx\r\n.")
        }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(codes == Array(repeating: 250, count: 200))
    #expect(Set(mail.messages.map { $0.envelope.recipients }).count == 200)
    await receiver.stop(within: 5)
  }

  @Test func `Our own client delivers to it`() async throws {
    let receiver = try await mail.start()
    let client = SMTPClient(MailServer(host: "localhost", port: receiver.port, security: .none, login: .none), name: "peer.example")
    for _ in 0..<3 {
      let result = try await client.send(
        from: "ж@пример.рф", to: ["ok@desk.example", "no@desk.example"], message: Array("a\n.\nb\r\n..\r".utf8))
      #expect(result[0].outcome == .accepted(SMTPReply(code: 250, text: "2.0.0 OK")))
      if case .refused = result[1].outcome {} else { Issue.record("\(result)") }
    }
    await client.close()
    await receiver.stop(within: 1)
    #expect(mail.messages.count == 3)
    #expect(mail.messages.allSatisfy { String(decoding: $0.bytes, as: UTF8.self).hasSuffix("\r\na\r\n.\r\nb\r\n..\r\n") })
    #expect(mail.messages.allSatisfy { $0.envelope.isUTF8 })
  }

  @Test func `Python's client delivers to it`() async throws {
    let receiver = try await mail.start()
    let program = """
      import smtplib
      with smtplib.SMTP("127.0.0.1", \(receiver.port)) as client:
        refused = client.sendmail("a@example.org", ["ok@desk.example", "no@desk.example"], "Subject: x\\n\\n.dot\\n" + "y" * 5000)
        assert list(refused) == ["no@desk.example"], refused
      """
    try LocalPeer.run("/usr/bin/python3", ["-c", program])
    await receiver.stop(within: 1)
    #expect(mail.messages.count == 1)
    #expect(mail.messages.allSatisfy { String(decoding: $0.bytes, as: UTF8.self).contains("\r\n\r\n.dot\r\n") })
  }

  @Test func `Tells why a message could not be stored`() async throws {
    struct NoRoom: Error {}
    let receiver = try await mail.start { _, _ in throw NoRoom() }
    let peer = try RawPeer(port: receiver.port)
    _ = await peer.begin()
    _ = await peer.say("DATA")
    #expect(await peer.say("Subject: x\r\n\r\nx\r\n.") == 451)
    await receiver.stop(within: 1)
    #expect(mail.complaints.withLock { $0 } == ["NoRoom()"])
  }

  @Test func `A listener that the system takes away is told and ends the receiver`() async throws {
    struct Gone: Error {}
    let receiver = try await mail.start()
    receiver.listener.pipeline.fireErrorCaught(Gone())
    await receiver.ended()
    #expect(mail.complaints.withLock { $0 } == ["Gone()"])
    let quiet = ReceivedMail()
    let other = try await quiet.start()
    await other.stop(within: 1)
    await other.ended()
    #expect(quiet.complaints.withLock { $0 }.isEmpty)
  }
}
