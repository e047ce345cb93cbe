import Desk
import Storage

/// How many mails a mailbox sends in a minute: providers close mailboxes that send too fast. The last quarter is kept for what
/// people write.
struct SendRate {
  let mailbox: Mailbox

  init(_ mailbox: Mailbox) { self.mailbox = mailbox }

  private static let window: Int64 = 60

  /// When a mail for this purpose may go, if not now.
  func next(for purpose: MailPurpose, now: Instant, in db: any Database) throws -> Instant? {
    let most = purpose.isAutomatic ? max(mailbox.rate * 3 / 4, 1) : mailbox.rate
    let since = now.adding(milliseconds: -Self.window * 1000)
    let sent: [Instant] = try db.values(
      "SELECT sent_at FROM mail_out WHERE mailbox_id = \(mailbox.id) AND sent_at > \(since) ORDER BY sent_at DESC LIMIT \(most)")
    guard sent.count >= most, let oldest = sent.last else { return nil }
    return oldest + .seconds(Self.window)
  }
}
