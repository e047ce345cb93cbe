import Desk
import Foundation
import Mail
import Secrets
import Storage
import Web

/// An address of the desk: where its mail is fetched, how it is sent, and what becomes of it.
package struct Mailbox: Sendable {
  /// What to do with mail of somebody whom the desk does not know.
  package enum Strangers: String, Sendable, CaseIterable, ColumnValue { case accept, quarantine, refuse }
  /// What happens to a message on the server after it is safe in the desk.
  package enum AfterFetch: String, Sendable, CaseIterable, ColumnValue { case seen, delete, move }
  /// Which messages are taken when the folder is looked into for the first time: unread ones, none, or all.
  package enum Begins: String, Sendable, CaseIterable, ColumnValue { case unseen, new, all }

  package var id: Int64
  package var address: String
  package var name: String
  package var teamID: Int64?
  package var typeID: Int64?
  package var language: Language
  package var signature: String
  package var strangers: Strangers
  /// People in Cc become observers.
  package var hasCcObservers: Bool
  /// Replies are asked to `box+token@host`; only where the server delivers such addresses.
  package var hasPlusAddress: Bool
  /// The name under which the receiving server writes Authentication-Results; without it nobody counts as verified.
  package var receivingServer: String?
  package var imap: Access?
  package var imapFolder: String
  package var afterFetch: AfterFetch
  /// Where messages are moved to.
  package var afterFolder: String
  package var begins: Begins
  package var smtp: Access?
  /// For servers without a password of their own.
  package var oauth: OAuth?
  package var authorityFile: String?
  /// Whoever opens a ticket by mail is told that it arrived.
  package var acknowledges: Bool
  /// In the desk's own words when empty.
  package var acknowledgement: String
  /// Mails a minute.
  package var rate: Int
  package var isActive: Bool
  package var archivedAt: Instant?
  package var bookmark: IMAPBookmark?
  package var checkedAt: Instant?
  package var failingSince: Instant?
  package var lastError: String?
  package var sendingFailsSince: Instant?
  package var sendingError: String?
  package var rev: Int64

  /// Names that end so belong to nobody (RFC 2606): it came with the example that fills an empty desk.
  var isExample: Bool { address.hasSuffix(".example") }

  /// Now, or when it is resumed. An example never will be.
  var canSend: Bool { smtp != nil && archivedAt == nil && (isActive || !isExample) }

  /// A server and how to sign in there; the password is sealed.
  package struct Access: Sendable, Equatable {
    package var url: String
    package var user: String
    package var sealed: [UInt8]?
    package init(url: String, user: String, sealed: [UInt8]?) {
      self.url = url
      self.user = user
      self.sealed = sealed
    }
  }

  package var displayName: String { name.isEmpty ? address : name }

  /// The server with its password opened; `nil` when there is none. Tokens are `reach`'s.
  func server(_ access: Access?, seal: Seal) throws -> MailServer? {
    guard let access else { return nil }
    let login: MailServer.Login
    if let sealed = access.sealed, !access.user.isEmpty {
      login = .password(user: access.user, password: try seal.open(sealed).reveal())
    } else {
      login = .none
    }
    guard var server = MailServer(url: access.url, login: login) else { throw TransportFailure(.invalidName, access.url) }
    // `imap://host?security=none` for servers on the same machine; without a word STARTTLS is required.
    if let wish = URLComponents(string: access.url)?.queryItems?.first(where: { $0.name == "security" })?.value {
      guard let security = MailServer.Security(rawValue: wish) else { throw TransportFailure(.invalidName, access.url) }
      server.security = security
    }
    server.authorityFile = authorityFile
    return server
  }

  /// With what holds until somebody says otherwise.
  package static func blank(address: String, language: Language = .ru) -> Mailbox {
    Mailbox(
      id: 0, address: EmailAddress.normalized(address), name: "", teamID: nil, typeID: nil, language: language, signature: "",
      strangers: .accept, hasCcObservers: true, hasPlusAddress: false, receivingServer: nil, imap: nil, imapFolder: "INBOX",
      afterFetch: .seen, afterFolder: "", begins: .unseen, smtp: nil, oauth: nil, authorityFile: nil, acknowledges: true,
      acknowledgement: "", rate: 30, isActive: true,
      archivedAt: nil,
      bookmark: nil, checkedAt: nil, failingSince: nil, lastError: nil, sendingFailsSince: nil, sendingError: nil, rev: 1)
  }
}
