import Desk
import Mail
import Storage

/// The token by which an answer finds its ticket: bound to the ticket, to the message that we sent and to whom we sent it,
/// and useless for any other.
enum SentThread {
  static let tagLength = 12

  static func token(ticket: Int64, distinct: String, recipients: [String], keys: DeskKeys) -> String {
    keys.replyTokens.tag(text(ticket, distinct, recipients), length: tagLength)
  }

  /// The ticket of a message of ours that this mail answers, by the token in its references or in the address it was sent to.
  static func find(_ mail: IncomingMail, mailbox: Mailbox, keys: DeskKeys, in db: any Database) throws -> Int64? {
    let host = EmailAddress.domain(of: mailbox.address) ?? ""
    for id in (mail.inReplyTo + mail.references.reversed()).prefix(50) {
      guard let token = ReplyToken.find(inMessageID: id, host: host), let row = try db.row("SELECT * FROM mail_out WHERE header_id = \(id)")
      else { continue }
      if try isValid(token.token, ticket: token.ticket, row: row, keys: keys) { return token.ticket }
    }
    for address in mail.to + mail.cc + mail.envelope.deliveredTo.map({ MailAddress(address: $0) }) {
      guard let text = ReplyToken.find(inAddress: address.address, of: mailbox.address),
        let found = try findPlus(text, keys: keys, in: db)
      else { continue }
      return found
    }
    return nil
  }

  /// `{id of the sent mail}-{tag}`: short enough for a local part of 64 octets.
  static func plusToken(_ sent: Int64, tag: String) -> String { "\(sent)-\(tag)" }

  private static func findPlus(_ text: String, keys: DeskKeys, in db: any Database) throws -> Int64? {
    let halves = text.split(separator: "-")
    guard halves.count == 2, let sent = Int64(halves[0]), let row = try db.row("SELECT * FROM mail_out WHERE id = \(sent)"),
      let ticket: Int64 = try row["ticket_number"], try isValid(String(halves[1]), ticket: ticket, row: row, keys: keys)
    else { return nil }
    return ticket
  }

  private static func isValid(_ tag: String, ticket: Int64, row: Row, keys: DeskKeys) throws -> Bool {
    let headerID: String = try row["header_id"]
    guard let distinct = headerID.split(separator: "@").first?.split(separator: ".").last, try row["ticket_number"] == ticket else {
      return false
    }
    let recipients = try MailRecipients.decoded(row["recipients"])
    return keys.replyTokens.isValid(tag.lowercased(), for: text(ticket, String(distinct), recipients), length: tagLength)
  }

  private static func text(_ ticket: Int64, _ distinct: String, _ recipients: [String]) -> String {
    "\(ticket) \(distinct) \(recipients.sorted().joined(separator: ","))"
  }
}
