import Desk
import DeskTesting
import Storage
import Testing

@testable import Channels
@testable import Mail

/// What hinders the built-in receiver is seen by those who can mend it.
@Suite struct ReceivingTests {
  private func isWell(_ desk: TestDesk) async -> Bool {
    await Readiness.checks(of: desk.world, now: desk.clock.now).first { $0.name == Receiving.trouble }?.isWell ?? true
  }

  @Test(.timeLimit(.minutes(3))) func whatCannotBeStoredIsToldUntilItCanBe() async throws {
    let mail = try await MailDesk.make()
    let desk = mail.desk
    let settings = SMTPReceiverSettings(host: "127.0.0.1", port: 0, name: "desk.example")
    let receiver = try await Receiving(world: desk.world, settings: settings).start()
    func send() throws -> String { try MailSender.send(letter(), to: [mail.mailbox.address], by: .smtp, port: receiver.port) }

    try await desk.change("ALTER TABLE mail RENAME TO away")
    #expect(try send().contains("451"))
    #expect(await !isWell(desk))
    let banner = await Readiness.checks(of: desk.world, now: desk.clock.now).compactMap(\.ailment).map(\.key)
    #expect(banner.contains("mail.health.receiver"))
    try await desk.change("ALTER TABLE away RENAME TO mail")
    #expect(try send().contains("refused: {}"))
    #expect(await isWell(desk))

    try await desk.change("ALTER TABLE mailbox RENAME TO away")
    #expect(try send().contains("451"), "whether an address is ours could not be looked up")
    #expect(await !isWell(desk))
    desk.clock.advance(minutes: 16)
    #expect(await isWell(desk), "of old trouble nobody is told")
    try await desk.change("ALTER TABLE away RENAME TO mailbox")
    await receiver.stop(within: 1)
  }
}
