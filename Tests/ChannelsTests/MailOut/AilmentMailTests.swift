import DeskTesting
import Storage
import Testing

@testable import Channels
@testable import Desk

@Suite struct AilmentMailTests {
  private static let ailment = Ailment(
    name: "mail.in", key: "mail.health.in", values: ["address": "help@service.example"], path: "/settings/mailboxes/1")

  private static func told(_ mail: MailDesk) async throws -> [Row] {
    try await mail.desk.world.write { try Ailment.note([ailment], in: $0) }
    try await mail.desk.jobs.runDue()
    return try await mail.sent(.internalNotification)
  }

  @Test func administratorsAreToldByMail() async throws {
    let mails = try await Self.told(try await MailDesk.make())
    #expect(mails.count == 1)
    let (recipients, subject, text): (String, String, String) = (
      try mails[0]["recipients"], try mails[0]["subject"], try mails[0]["text"]
    )
    #expect(recipients.contains("boss@service.example") && subject == "Отклик: нужен администратор")
    #expect(text.contains("help@service.example больше 10 минут не читается"))
  }

  @Test func aMailboxThatFailsIsNotAskedToTellOfIt() async throws {
    let mail = try await MailDesk.make()
    try await mail.desk.change("UPDATE mailbox SET sending_fails_since = 0, sending_error = 'x'")
    #expect(try await Self.told(mail).isEmpty)
  }
}
