import Desk
import Mail
import Storage

/// What fetching and sending found out about a mailbox.
extension Mailbox {
  /// The time of the last look is written down this often at most: each write costs a commit.
  static let checkedGrain: Int64 = 60

  func noteFetched(_ new: IMAPBookmark, in change: Transaction) throws {
    try change.db.run(
      """
      UPDATE mailbox SET validity = \(Int64(new.validity)), last_uid = \(Int64(new.lastUID)), checked_at = \(change.now),
        failing_since = NULL, last_error = NULL WHERE id = \(id)
      """)
  }

  func noteFailure(_ failure: TransportFailure, in change: Transaction) throws {
    let text = String(failure.description.prefix(1000))
    try change.db.run(
      "UPDATE mailbox SET last_error = \(text), failing_since = coalesce(failing_since, \(change.now)) WHERE id = \(id)")
  }

  func noteSendingFailure(_ failure: TransportFailure, in change: Transaction) throws {
    let text = String(failure.description.prefix(1000))
    try change.db.run(
      """
      UPDATE mailbox SET sending_error = \(text), sending_fails_since = coalesce(sending_fails_since, \(change.now))
      WHERE id = \(id) AND rev = \(rev)
      """)
  }

  func noteSent(in change: Transaction) throws {
    guard sendingFailsSince != nil else { return }
    try change.db.run("UPDATE mailbox SET sending_error = NULL, sending_fails_since = NULL WHERE id = \(id)")
  }
}
