import Desk
import Foundation
import Mail
import Testing

@testable import Channels

/// The rules by themselves: every branch, without a database.
@Suite struct DecisionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let headers: [String]
    let facts: @Sendable (inout MailFacts) -> Void
    let expected: MailDecision
    var testDescription: String { name }

    init(
      _ name: String, headers: [String] = [], _ expected: MailDecision, _ facts: @escaping @Sendable (inout MailFacts) -> Void = { _ in }
    ) {
      self.name = name
      self.headers = headers
      self.expected = expected
      self.facts = facts
    }
  }

  static func thread(
    _ ticket: Int64 = 7, _ category: StatusCategory = .open, requester: Bool = false, part: Bool = false, colleague: Bool = false
  ) -> MailFacts.Thread {
    MailFacts.Thread(ticket: ticket, category: category, isRequester: requester, takesPart: requester || part, isColleague: colleague)
  }

  static func token(_ thread: MailFacts.Thread, recipient: Bool = false, isInternal: Bool = false) -> MailFacts.Token {
    MailFacts.Token(thread: thread, isRecipient: recipient, isInternal: isInternal)
  }

  static let verified = SenderTrust.verified(domain: "romashka.example")
  static let disowned = SenderTrust.unverified(.dmarcFailed)

  static let machines: [Case] = [
    Case("an out-of-office answer", headers: ["Auto-Submitted: auto-replied"], .ignored("autoReply")),
    Case("an autoresponder's own mark", headers: ["X-Autoreply: yes"], .ignored("autoReply")),
    Case("an old autoresponder", headers: ["Precedence: auto_reply"], .ignored("autoReply")),
    Case("a mailing list", headers: ["List-Id: <news.example>"], .ignored("list")),
    Case("bulk mail", headers: ["Precedence: bulk"], .ignored("list")),
    Case("nobody wants an answer", headers: ["Return-Path: <>"], .ignored("daemon")),
    Case("a monitoring system is heard", headers: ["Auto-Submitted: auto-generated"], .newTicket(related: nil)),
    Case("a mail that asks for no automatic answers is heard", headers: ["X-Auto-Response-Suppress: All"], .newTicket(related: nil)),
    Case("a machine in a known thread stays ignored", headers: ["Auto-Submitted: auto-replied"], .ignored("autoReply")) {
      $0.token = token(thread(requester: true), recipient: true)
    },
    Case("our own address", .ignored("own")) { $0.ownAddresses = ["olga@romashka.example"] },
    Case("our own Message-ID", .ignored("own")) { $0.isOurs = true },
  ]

  static let senders: [Case] = [
    Case("the same again", .ignored("repeated")) { $0.isRepeated = true },
    Case("the last one before a flood", .newTicket(related: nil)) { $0.recentCount = MailFacts.mostInWindow - 1 },
    Case("a flood", .quarantined("flood")) { $0.recentCount = MailFacts.mostInWindow },
    Case("a flood into one ticket", .quarantined("flood")) {
      $0.recentCount = MailFacts.mostInWindow
      $0.token = token(thread(requester: true))
    },
    Case("a stranger where all are welcome", .newTicket(related: nil)) { $0.isKnown = false },
    Case("a stranger where strangers wait", .quarantined("stranger")) {
      $0.isKnown = false
      $0.mailbox.strangers = .quarantine
    },
    Case("a stranger where strangers are refused", .refused("stranger")) {
      $0.isKnown = false
      $0.mailbox.strangers = .refuse
    },
    Case("a known name that its own domain disowns", .quarantined("unverifiedSender")) {
      $0.mailbox.strangers = .refuse
      $0.trust = disowned
    },
    Case("a known sender of whom nothing is said", .newTicket(related: nil)) { $0.mailbox.strangers = .refuse },
    Case("an employee is no stranger", .newTicket(related: nil)) {
      $0.isKnown = false
      $0.employeeID = 3
      $0.mailbox.strangers = .refuse
    },
  ]

  static let threads: [Case] = [
    Case("a token in the hands of its recipient", .followUp(ticket: 7, as: .client)) { $0.token = token(thread(), recipient: true) },
    Case("a token in the hands of a participant", .followUp(ticket: 7, as: .client)) { $0.token = token(thread(part: true)) },
    Case("a token in the hands of a colleague", .followUp(ticket: 7, as: .client)) { $0.token = token(thread(colleague: true)) },
    Case("a token in a stranger's hands", .newTicket(related: 7)) { $0.token = token(thread()) },
    Case("a stranger's token where strangers wait", .quarantined("stranger")) {
      $0.token = token(thread())
      $0.isKnown = false
      $0.mailbox.strangers = .quarantine
    },
    Case("references of a participant", .followUp(ticket: 7, as: .client)) { $0.references = thread(part: true) },
    Case("references of a colleague", .followUp(ticket: 7, as: .client)) { $0.references = thread(colleague: true) },
    Case("references of a stranger", .newTicket(related: 7)) { $0.references = thread() },
    Case("a number in the subject by a participant", .followUp(ticket: 7, as: .client)) { $0.subject = thread(part: true) },
    Case("a number guessed by a colleague", .newTicket(related: 7)) { $0.subject = thread(colleague: true) },
    Case("a number guessed by a stranger", .newTicket(related: 7)) { $0.subject = thread() },
    Case("the token goes before the number", .followUp(ticket: 7, as: .client)) {
      $0.token = token(thread(), recipient: true)
      $0.subject = thread(9, part: true)
    },
    Case("a stranger's token does not spoil the sender's own ticket", .followUp(ticket: 9, as: .client)) {
      $0.token = token(thread())
      $0.subject = thread(9, part: true)
    },
    Case("a solved ticket goes on", .followUp(ticket: 7, as: .client)) { $0.token = token(thread(7, .done, requester: true)) },
    Case("a closed ticket stays closed", .continuation(of: 7)) { $0.token = token(thread(7, .closed, requester: true)) },
  ]

  static let employees: [Case] = [
    Case("a verified employee answers our mail", .followUp(ticket: 7, as: .employee(3, isPublic: true))) {
      $0.employeeID = 3
      $0.trust = verified
      $0.token = token(thread(), recipient: true)
    },
    Case("a verified employee answers a mail about a note", .followUp(ticket: 7, as: .employee(3, isPublic: false))) {
      $0.employeeID = 3
      $0.trust = verified
      $0.token = token(thread(), recipient: true, isInternal: true)
    },
    Case("a verified employee forwards something with a number", .followUp(ticket: 7, as: .employee(3, isPublic: false))) {
      $0.employeeID = 3
      $0.trust = verified
      $0.subject = thread()
    },
    Case("an employee of whom nothing is said", .quarantined("unverifiedEmployee")) {
      $0.employeeID = 3
      $0.token = token(thread(), recipient: true)
    },
    Case("a forged employee", .quarantined("unverifiedEmployee")) {
      $0.employeeID = 3
      $0.trust = disowned
      $0.subject = thread(part: true)
    },
    Case("an employee's own request", .followUp(ticket: 7, as: .client)) {
      $0.employeeID = 3
      $0.token = token(thread(requester: true))
    },
    Case("an employee without a thread opens a ticket as anybody does", .newTicket(related: nil)) { $0.employeeID = 3 },
  ]

  @Test(arguments: machines + senders + threads + employees) func decides(_ example: Case) throws {
    let mail = try MailReader.read(Array(letter(more: example.headers).utf8))
    var facts = MailFacts(mailbox: .blank(address: "support@service.example"))
    facts.isKnown = true
    example.facts(&facts)
    #expect(facts.decision(for: mail) == example.expected)
  }

  @Test func aMessageWithoutAUsableSenderWaitsForAPerson() throws {
    let mail = try MailReader.read(Array(letter(from: "nobody at all").utf8))
    #expect(MailFacts(mailbox: .blank(address: "a@b.example")).decision(for: mail) == .quarantined("noSender"))
  }

  @Test func bouncesOfOursAndOfOthers() throws {
    let mail = try MailReader.read(Array(Bounces.report(of: "x@service.example", for: "olga@romashka.example").utf8))
    var facts = MailFacts(mailbox: .blank(address: "a@b.example"))
    #expect(facts.decision(for: mail) == .ignored("foreignBounce"))
    facts.bouncedID = 5
    #expect(facts.decision(for: mail) == .bounce(sent: 5))
  }
}

enum Bounces {
  /// A delivery report as RFC 3464 wants it.
  static func report(of id: String, for address: String, action: String = "failed", status: String = "5.1.1") -> String {
    """
    Return-Path: <>
    From: MAILER-DAEMON@mx.example
    To: support@service.example
    Subject: Undelivered Mail Returned to Sender
    Date: Mon, 23 Nov 2026 10:00:00 +0300
    Message-ID: <bounce-\(id)>
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary=b

    --b
    Content-Type: text/plain

    It could not be delivered.

    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example

    Final-Recipient: rfc822; \(address)
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 no such user

    --b
    Content-Type: text/rfc822-headers

    Message-ID: <\(id)>
    Subject: x

    --b--

    """.replacingOccurrences(of: "\n", with: "\r\n")
  }
}
