import Desk
import Storage

/// What a pause of a mailbox means for the letters that wait in it: they stay, however long it takes, and their replies say so.
enum MailboxRest {
  // words: mail.trouble.*
  static let paused = "mailboxPaused"
  static let removed = "mailboxRemoved"

  static func begin(of mailbox: Mailbox, in change: Transaction) throws { try note(paused, waitingIn: mailbox, in: change) }

  /// The days of the pause do not count among those after which a letter is given up.
  static func end(of mailbox: Mailbox, in change: Transaction) throws {
    try note(nil, waitingIn: mailbox, in: change)
    try change.db.run("UPDATE mail_out SET queued_at = \(change.now) WHERE state = 'queued' AND mailbox_id = \(mailbox.id)")
  }

  private static func note(_ note: String?, waitingIn mailbox: Mailbox, in change: Transaction) throws {
    try change.db.run(
      """
      UPDATE message SET delivery_note = \(note)
      WHERE delivery = 'queued' AND id IN (SELECT message_id FROM mail_out WHERE state = 'queued' AND mailbox_id = \(mailbox.id))
      """)
    try change.db.run("UPDATE mail_out SET note = \(note) WHERE state = 'queued' AND mailbox_id = \(mailbox.id)")
  }
}
