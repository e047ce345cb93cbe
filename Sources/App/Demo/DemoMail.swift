import Desk
import Storage

/// The example has no mail server: what one would have said of the replies, and what people would have read of their notices.
enum DemoMail {
  /// Every so many replies one came back.
  private static let bounceEvery: Int64 = 60
  private static let failEvery: Int64 = 90

  static func pretend(at now: Instant, in change: Transaction) throws {
    let db = change.db
    try db.run("UPDATE message SET delivery = 'sent', delivery_note = NULL WHERE delivery_note = 'noMailbox'")
    try db.run(
      """
      UPDATE message SET delivery = 'bounced', delivery_note = '552 5.2.2 Mailbox full' WHERE delivery = 'sent' AND id % \(bounceEvery) = 7
      """)
    try db.run(
      """
      UPDATE message SET delivery = 'failed', delivery_note = 'tooLarge: 552 5.3.4 Message too big'
      WHERE delivery = 'sent' AND id % \(failEvery) = 11
      """)
    // Yesterday's notices were read.
    let yesterday = now + .seconds(-16 * 3600)
    try db.run("UPDATE notification SET read_at = at WHERE at < \(yesterday)")
  }
}
