import Desk
import Storage
import Web

/// Brings an employee the link for a new password. The link itself stands in no row: whoever may look at the mail that the desk
/// sends must not come into somebody's account by it. It is put in on the way out.
struct PasswordLetter: Job {
  static let kind = "mail.passwordLink"
  static let place = "{token}"
  let employee: Int64

  static func queue(_ event: Event, in change: Transaction) throws {
    guard event.kind == .passwordForgotten else { return }
    try change.enqueue(Self(employee: event.subject.id), key: String(event.subject.id))
  }

  func run(in world: World) async throws {
    let (employee, translations, address) = (employee, world.translations, world.address)
    guard let address else { return }
    try await world.write { change in
      guard let agent = try Agent.find(employee, in: change.db), let mailbox = try MailSending.sender(for: nil, in: change.db) else {
        return
      }
      let t = translations[agent.preferences.language]
      let text = t("notify.password.text", ["name": agent.name, "link": "\(address)/sign-in/reset?token=\(Self.place)"])
      try MailSending.queue(
        NewMail(ticket: nil, recipients: [agent.email], subject: t("notify.password.subject"), text: text, purpose: .passwordLink),
        from: mailbox, in: change)
    }
  }
}

extension Letter {
  /// The account that a link opens, as it was when the letter was loaded.
  struct Account: Sendable {
    let employee: Int64
    let passwordHash: String?

    static func find(_ email: String?, in db: any Database) throws -> Account? {
      try db.row("SELECT id, password_hash FROM employee WHERE email = \(email) AND is_active = 1").map {
        Account(employee: try $0[0], passwordHash: try $0[1])
      }
    }
  }

  /// The text with its link, whose hour begins when the letter was written.
  func linkedText(_ keys: DeskKeys) -> String {
    guard purpose == .passwordLink, let account else { return text }
    let link = PasswordLink(employee: account.employee, passwordHash: account.passwordHash, issuedAt: queuedAt, keys: keys)
    return text.replacing(PasswordLetter.place, with: link.token)
  }
}
