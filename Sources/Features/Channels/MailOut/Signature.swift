import Desk
import Storage

/// What stands under a mail to a client: who wrote it, then the words of the team, or else of the mailbox.
enum Signature {
  static func text(author: Int64?, ticket: Int64?, mailbox: Mailbox, in db: any Database) throws -> String {
    let own: String? = try author.flatMap { try db.value("SELECT signature FROM employee WHERE id = \($0)") }
    let team: String? = try ticket.flatMap {
      try db.value("SELECT m.signature FROM ticket t JOIN team m ON m.id = t.team_id WHERE t.number = \($0) AND m.signature <> ''")
    }
    return [own ?? "", team ?? mailbox.signature].filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
