import Desk
import Storage

extension Letter {
  func succeed(in change: Transaction) throws {
    try change.db.run("UPDATE mail_out SET state = 'sent', note = NULL, sent_at = \(change.now) WHERE id = \(id)")
    guard let messageRow else { return }
    try change.db.run(
      "UPDATE message SET delivery = 'sent', delivery_note = NULL, delivered_at = \(change.now) WHERE id = \(messageRow) AND delivery = 'queued'"
    )
    try tell(.mailSent, nil, in: change)
  }

  /// For good. Some recipients may have got it: the reason names those who did not.
  func fail(_ reason: String, in change: Transaction) throws {
    let reason = String(reason.prefix(1000))
    try change.db.run("UPDATE mail_out SET state = 'failed', note = \(reason), attempts = attempts + 1 WHERE id = \(id)")
    if let messageRow {
      try change.db.run("UPDATE message SET delivery = 'failed', delivery_note = \(reason) WHERE id = \(messageRow)")
    }
    try tell(.mailFailed, reason, in: change)
  }

  /// It is tried again; until then the reply says why it has not gone.
  /// - Parameter copies: how often the server may have got it by now.
  func noteTrouble(_ reason: String, copies: Int, in change: Transaction) throws {
    try note(reason, in: change)
    try change.db.run("UPDATE mail_out SET attempts = attempts + 1, copies = \(copies) WHERE id = \(id)")
  }

  func note(_ reason: String, in change: Transaction) throws {
    let reason = String(reason.prefix(1000))
    try change.db.run("UPDATE mail_out SET note = \(reason) WHERE id = \(id)")
    if let messageRow { try change.db.run("UPDATE message SET delivery_note = \(reason) WHERE id = \(messageRow)") }
  }

  /// Not tried at all until then, so it costs no attempt.
  func postpone(to later: Instant, in change: Transaction) throws {
    try change.enqueue(SendMail(mail: id), at: later, key: String(id), lane: MailSending.lane(ticket, purpose))
  }

  /// Of replies only: a mail that tells of a mail that did not arrive would have no end.
  private func tell(_ kind: Event.Kind, _ reason: String?, in change: Transaction) throws {
    guard let ticket, let messageRow else { return }
    var facts = ["mail": String(id), "to": recipients.joined(separator: ", "), "message": String(messageRow)]
    if let reason { facts["reason"] = reason }
    try change.record([Event(kind, of: .ticket(ticket), by: .desk, facts: facts)])
  }
}
