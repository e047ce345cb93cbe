import Desk
import Foundation
import Mail
import Secrets
import Web

/// Whether the servers of a mailbox can be used, found out by using them: sign in, open the folder; sign in for sending.
package struct MailboxTest: Sendable {
  package enum Finding: Sendable, Equatable {
    /// How many unread messages are in the folder.
    case imap(unread: Int)
    case smtp
    case failed(TransportFailure)
  }

  package struct Result: Sendable {
    package let server: String
    package let isIncoming: Bool
    package let finding: Finding
    package var isWell: Bool { if case .failed = finding { false } else { true } }

    /// What was found, and what to do if it is not well.
    package func sentence(_ t: Words) -> String {
      switch finding {
      case .imap(let unread): t("mailbox.test.imap", count: unread)
      case .smtp: t("mailbox.test.smtp")
      case .failed(let failure): DeliveryNote(failure.description).sentence(t)
      }
    }

    /// Where a form asks for what is wrong. One login for both servers is asked for once.
    func field(of failure: TransportFailure, in mailbox: Mailbox) -> String {
      let isOwnLogin = !isIncoming && mailbox.imap?.user != mailbox.smtp?.user
      return switch failure.kind {
      case .loginDenied: isOwnLogin ? "smtpPassword" : mailbox.oauth == nil ? "imapPassword" : "refreshToken"
      case .tokenRefused: "refreshToken"
      case .noSuchFolder: ""
      default: isIncoming ? "imapHost" : "smtpHost"
      }
    }

    /// The server's own words.
    package func detail(_ t: Words) -> String? {
      if case .failed(let failure) = finding { DeliveryNote(failure.description).detail(t) } else { nil }
    }
  }

  /// A person waits for it.
  static let patience = 15

  /// Tries both servers at once. Nothing is stored or sent.
  package static func run(_ mailbox: Mailbox, world: World) async -> [Result] {
    async let incoming = check(mailbox, mailbox.imap, isIncoming: true, world: world)
    async let outgoing = check(mailbox, mailbox.smtp, isIncoming: false, world: world)
    return await [incoming, outgoing].compactMap { $0 }
  }

  /// The same, as a refusal beside the fields that can mend it: what does not work is not stored over what does.
  static func require(_ mailbox: Mailbox, world: World) async throws {
    try MailboxTestRate.count(in: world)
    var problems: [Refusal.Problem] = []
    for result in await run(mailbox, world: world) {
      guard case .failed(let failure) = result.finding else { continue }
      // words: mail.trouble.*
      let problem = Refusal.Problem(result.field(of: failure, in: mailbox), "mail.trouble.\(failure.kind.rawValue)")
      // One wrong password at both servers is one thing to mend.
      if !problems.contains(problem) { problems.append(problem) }
    }
    if !problems.isEmpty { throw Refusal.invalid(problems) }
  }

  private static func check(_ mailbox: Mailbox, _ access: Mailbox.Access?, isIncoming: Bool, world: World) async -> Result? {
    guard let access else { return nil }
    let finding: Finding
    do {
      guard var server = try await mailbox.reach(access, world: world) else { return nil }
      server.connectTimeout = patience
      server.idleTimeout = patience
      finding = isIncoming ? .imap(unread: try await unread(server, folder: mailbox.imapFolder)) : try await sending(server, mailbox)
    } catch let failure as TransportFailure {
      finding = .failed(failure)
    } catch {
      finding = .failed(TransportFailure(.loginDenied, "\(error)"))
    }
    return Result(server: MailboxURL(access.url)?.host ?? access.url, isIncoming: isIncoming, finding: finding)
  }

  private static func unread(_ server: MailServer, folder: String) async throws -> Int {
    let client = IMAPClient(server)
    let count = try await client.list(folder, .unseen).uids.count
    await client.close()
    return count
  }

  private static func sending(_ server: MailServer, _ mailbox: Mailbox) async throws -> Finding {
    let client = SMTPClient(server, name: EmailAddress.domain(of: mailbox.address) ?? "localhost")
    try await client.test()
    await client.close()
    return .smtp
  }
}
