import Desk
import Mail
import Storage

/// The token by which an answer finds its ticket: bound to the ticket, to the message that we sent and to whom we sent it,
/// and useless for any other.
enum SentThread {
  static let tagLength = 12

  /// A mail of ours that is answered.
  struct Sent {
    let ticket: Int64
    let recipients: [String]
    /// It told an employee of an internal note.
    let isInternal: Bool
  }

  static func token(ticket: Int64, distinct: String, recipients: [String], keys: DeskKeys) -> String {
    keys.replyTokens.tag(text(ticket, distinct, recipients), length: tagLength)
  }

  /// The mail of ours that this one answers, by the token in its references or in the address it was sent to.
  static func find(_ mail: IncomingMail, mailbox: Mailbox, keys: DeskKeys, in db: any Database) throws -> Sent? {
    for id in (mail.inReplyTo + mail.references.reversed()).prefix(50) {
      guard let host = EmailAddress.domain(of: id), let token = ReplyToken.find(inMessageID: id, host: host),
        let row = try db.row("SELECT * FROM mail_out WHERE header_id = \(id)")
      else { continue }
      if let sent = try checked(token.token, row, keys: keys), sent.ticket == token.ticket { return sent }
    }
    for address in mail.to + mail.cc + mail.envelope.deliveredTo.map({ MailAddress(address: $0) }) {
      guard let text = ReplyToken.find(inAddress: address.address, of: mailbox.address), let sent = try findPlus(text, keys: keys, in: db)
      else { continue }
      return sent
    }
    return nil
  }

  /// `{id of the sent mail}-{tag}`: short enough for a local part of 64 octets.
  static func plusToken(_ sent: Int64, tag: String) -> String { "\(sent)-\(tag)" }

  private static func findPlus(_ text: String, keys: DeskKeys, in db: any Database) throws -> Sent? {
    let halves = text.split(separator: "-")
    guard halves.count == 2, let sent = Int64(halves[0]), let row = try db.row("SELECT * FROM mail_out WHERE id = \(sent)") else {
      return nil
    }
    return try checked(String(halves[1]), row, keys: keys)
  }

  private static func checked(_ tag: String, _ row: Row, keys: DeskKeys) throws -> Sent? {
    guard let ticket: Int64 = try row["ticket_number"], let distinct = distinct(in: try row["header_id"]) else { return nil }
    let recipients = try MailRecipients.decoded(row["recipients"])
    guard keys.replyTokens.isValid(tag.lowercased(), for: text(ticket, distinct, recipients), length: tagLength) else { return nil }
    let purpose: MailPurpose = try row["purpose"]
    return Sent(ticket: ticket, recipients: recipients.map(EmailAddress.normalized), isInternal: purpose == .internalNotification)
  }

  /// The random part of a Message-ID that we gave out.
  static func distinct(in headerID: String) -> String? {
    headerID.split(separator: "@").first?.split(separator: ".").last.map(String.init)
  }

  private static func text(_ ticket: Int64, _ distinct: String, _ recipients: [String]) -> String {
    "\(ticket) \(distinct) \(recipients.sorted().joined(separator: ","))"
  }
}
