import Synchronization
import Testing

@testable import Mail

/// How much the receiver takes in, and what becomes of more.
struct SMTPRoomTests {
  private let mail = ReceivedMail()

  private func serving(_ settings: SMTPReceiverSettings = ReceivedMail.settings, _ body: (RawPeer) async throws -> Void) async throws {
    let receiver = try await mail.start(settings)
    try await body(RawPeer(port: receiver.port))
    await receiver.stop(within: 1)
  }

  @Test func `Too large a message is refused, the next one is taken`() async throws {
    var settings = ReceivedMail.settings
    settings.messageLimit = 10_000
    try await serving(settings) { peer in
      _ = await peer.begin()
      #expect(await peer.say("DATA") == 354)
      #expect(await peer.say(String(repeating: "0123456789\r\n", count: 5000) + ".") == 552)
      #expect(await peer.say("MAIL FROM:<a@example.org>") == 250)
      #expect(await peer.say("RCPT TO:<ok@desk.example>") == 250)
      #expect(await peer.say("DATA") == 354)
      #expect(await peer.say("small\r\n.") == 250)
    }
    #expect(mail.messages.count == 1)
  }

  @Test func `Messages of all together are bounded`() async throws {
    var settings = ReceivedMail.settings
    settings.arrivingLimit = 50_000
    try await serving(settings) { peer in
      _ = await peer.begin()
      #expect(await peer.say("DATA") == 354)
      await peer.send(String(repeating: "0123456789\r\n", count: 20_000))
      #expect(await peer.code() == 421)
    }
  }

  @Test func `What cannot be kept is heard to its end and deferred, and the receiver says why`() async throws {
    struct DiskFull: Error {}
    try await serving { peer in
      mail.hindrance.withLock { $0 = DiskFull() }
      _ = await peer.begin()
      #expect(await peer.say("DATA") == 354)
      #expect(await peer.say(String(repeating: "0123456789\r\n", count: 20_000) + ".") == 451)
      mail.hindrance.withLock { $0 = nil }
      #expect(await peer.say("MAIL FROM:<a@example.org>") == 250)
      #expect(await peer.say("RCPT TO:<ok@desk.example>") == 250)
      #expect(await peer.say("DATA") == 354)
      #expect(await peer.say("x\r\n.") == 250)
    }
    #expect(mail.messages.count == 1)
    #expect(mail.complaints.withLock { $0.count } == 1)
  }

  @Test func `A message that was delivered or refused takes no room any more`() async throws {
    var settings = ReceivedMail.settings
    settings.arrivingLimit = 150_000
    settings.messageLimit = 100_000
    try await serving(settings) { peer in
      #expect(await peer.code() == 220)
      #expect(await peer.say("EHLO peer.example") == 250)
      for (count, code) in [(8000, 250), (8000, 250), (10_000, 552), (8000, 250)] {
        #expect(await peer.say("MAIL FROM:<a@example.org>") == 250)
        #expect(await peer.say("RCPT TO:<ok@desk.example>") == 250)
        #expect(await peer.say("DATA") == 354)
        #expect(await peer.say(String(repeating: "0123456789\r\n", count: count) + ".") == code)
      }
    }
    #expect(mail.messages.count == 3)
  }
}
