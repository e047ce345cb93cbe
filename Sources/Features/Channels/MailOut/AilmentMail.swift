import Desk
import Storage
import Web

/// Tells the administrators by mail that something of the desk is not well: they need not have it open to learn of it.
struct AilmentMail: Job {
  static let kind = "health.mail"
  let ailment: Ailment

  static func queue(_ event: Event, in change: Transaction) throws {
    guard let ailment = Ailment(event) else { return }
    try change.enqueue(AilmentMail(ailment: ailment), key: ailment.name)
  }

  func run(in world: World) async throws {
    let (ailment, translations, address) = (ailment, world.translations, world.address)
    try await world.write { change in
      // What cannot be told by mail stands above every page all the same.
      guard let mailbox = try Self.sender(in: change.db) else { return }
      for (email, language) in try Self.administrators(in: change.db) {
        let text = Self.text(ailment, t: translations[language], address: address)
        let subject = translations[language]("health.mail.subject")
        try MailSending.queue(
          NewMail(ticket: nil, recipients: [email], subject: subject, text: text, purpose: .internalNotification), from: mailbox, in: change
        )
      }
    }
  }

  private static func text(_ ailment: Ailment, t: Words, address: String?) -> String {
    let link = address.flatMap { host in ailment.path.map { host + $0 } }
    return [t(ailment.key, ailment.values), link, t("health.mail.about")].compactMap { $0 }.joined(separator: "\n\n") + "\n"
  }

  /// One that is known to fail would tell too late.
  private static func sender(in db: any Database) throws -> Mailbox? {
    try db.row(
      "SELECT * FROM mailbox WHERE smtp_url IS NOT NULL AND is_active = 1 AND sending_fails_since IS NULL ORDER BY id LIMIT 1"
    ).map(Mailbox.init)
  }

  private static func administrators(in db: any Database) throws -> [(String, Language)] {
    try db.rows(
      """
      SELECT e.email, e.language FROM employee e JOIN role_right r ON r.role_id = e.role_id AND r.right_key = \(Right.changeSettings)
      WHERE e.is_active = 1 ORDER BY e.id LIMIT 50
      """
    ).map { (try $0[0], try $0[1]) }
  }
}
