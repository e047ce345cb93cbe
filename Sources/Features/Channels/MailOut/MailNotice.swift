import Desk
import Storage
import Web

/// Tells employees of an event by mail, all in one job. A little later than in the desk: who has seen it there by then needs no mail.
struct MailNotice: Job {
  static let kind = "notification.mail"
  let event: Int64

  static let wait: Int64 = 30
  /// Past this the desk alone tells: a hundred mails say no more than thirty.
  static let mostAnHour = 30
  static let longestText = 1500

  static func queue(_ event: Event, in change: Transaction) throws {
    let kinds = try NoticeByMail.kinds(of: event, in: change)
    guard !kinds.isEmpty else { return }
    let pause = kinds.contains(where: \.isUrgent) ? 0 : wait
    try change.enqueue(MailNotice(event: event.id), at: change.now + .seconds(pause), key: String(event.id))
  }

  func run(in world: World) async throws {
    let (event, translations, address) = (event, world.translations, world.address)
    try await world.write { change in
      for notice in try NoticeByMail.waiting(of: event, in: change) {
        guard let letter = try NoticeByMail.take(notice, in: change) else { continue }
        try Self.send(letter, t: translations[letter.language], address: address, in: change)
      }
    }
  }

  private static func send(_ letter: NoticeByMail, t: Words, address: String?, in change: Transaction) throws {
    guard let ticket = try Ticket.forDesk(letter.notice.ticket, in: change),
      let mailbox = try MailSending.sender(for: ticket, in: change.db), try isUnderCap(letter.email, in: change)
    else { return }
    let text = text(letter, mailbox: mailbox, t: t, address: address)
    let purpose = letter.notice.kind.isInternal ? MailPurpose.internalNotification : .notification
    try MailSending.queue(
      NewMail(ticket: ticket, recipients: [letter.email], subject: letter.notice.subject, text: text, purpose: purpose), from: mailbox,
      in: change)
  }

  /// What happened, what was written, where to answer.
  private static func text(_ letter: NoticeByMail, mailbox: Mailbox, t: Words, address: String?) -> String {
    let number = String(letter.notice.ticket)
    var parts = [NoticeWords(t).sentence(letter.notice), t("notify.mail.ticket", ["number": number, "subject": letter.notice.subject])]
    if let text = letter.text { parts.append(text.count > longestText ? text.prefix(longestText) + "…" : text) }
    if let address { parts.append("\(address)/tickets/\(number)") }
    // Only mail that is known to be theirs is taken from employees.
    if mailbox.receivingServer != nil, letter.text != nil {
      parts.append(t(letter.notice.kind.isInternal ? "notify.mail.answerInternal" : "notify.mail.answerPublic"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func isUnderCap(_ email: String, in change: Transaction) throws -> Bool {
    let since = change.now + .seconds(-3600)
    let count: Int64? = try change.db.value(
      """
      SELECT count(*) FROM mail_out WHERE is_automatic = 1 AND recipients = \(try MailRecipients.encoded([email])) AND created_at > \(since)
      """)
    return count ?? 0 < mostAnHour
  }
}
