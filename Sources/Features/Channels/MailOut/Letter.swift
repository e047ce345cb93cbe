import Desk
import Foundation
import Mail
import Markup
import Secrets
import Storage

/// A queued message with everything that goes into it.
struct Letter: Sendable {
  struct File: Sendable {
    let publicID: String
    let name: String
    let contentType: String
    let blob: String
  }

  let id: Int64
  let mailbox: Mailbox
  let ticket: Int64?
  let messageRow: Int64?
  let headerID: String
  let recipients: [String]
  let names: [String: String]
  let subject: String
  let text: String
  let html: String?
  let purpose: MailPurpose
  let attempts: Int
  /// How often it was sent whole without a word from the server.
  let copies: Int
  let createdAt: Instant
  let queuedAt: Instant
  /// Why it has not gone yet.
  let trouble: String?
  let author: String?
  let signature: String
  /// Of letters with a link for a new password.
  let account: Account?
  /// Message-IDs of the conversation, oldest first.
  let references: [String]
  let files: [File]

  /// `nil` when it was sent or given up already.
  static func load(_ id: Int64, in db: any Database) throws -> Letter? {
    guard let row = try db.row("SELECT * FROM mail_out WHERE id = \(id) AND state = 'queued'"),
      let mailbox = try Mailbox.find(row["mailbox_id"], in: db)
    else { return nil }
    let (ticket, message): (Int64?, Int64?) = (try row["ticket_number"], try row["message_id"])
    let recipients = try MailRecipients.decoded(row["recipients"])
    let purpose: MailPurpose = try row["purpose"]
    return Letter(
      id: id, mailbox: mailbox, ticket: ticket, messageRow: message, headerID: try row["header_id"], recipients: recipients,
      // A name can be what a stranger called somebody else: the desk does not repeat it unasked.
      names: purpose == .reply ? try names(of: recipients, in: db) : [:], subject: try row["subject"], text: try row["text"],
      html: try row["html"], purpose: purpose, attempts: try row["attempts"], copies: try row["copies"],
      createdAt: try row["created_at"],
      queuedAt: try row["queued_at"] ?? row["created_at"], trouble: try row["note"],
      author: try message.flatMap { try db.value("SELECT author_name FROM message WHERE id = \($0)") },
      signature: purpose.isSigned
        ? try Signature.text(author: message.flatMap { try writer(of: $0, in: db) }, ticket: ticket, mailbox: mailbox, in: db) : "",
      account: purpose == .passwordLink ? try Account.find(recipients.first, in: db) : nil,
      references: try conversation(of: message, ticket, in: db).map { try references(of: $0, before: id, in: db) } ?? [],
      files: try message.map { try files(of: $0, in: db) } ?? [])
  }

  private static func writer(of message: Int64, in db: any Database) throws -> Int64? {
    try db.value("SELECT author_id FROM message WHERE id = \(message) AND author_kind = 'employee'")
  }

  private static func names(of recipients: [String], in db: any Database) throws -> [String: String] {
    var names: [String: String] = [:]
    let plain = recipients.map(EmailAddress.normalized)
    for row in try db.rows(
      "SELECT m.email, c.name FROM contact_email m JOIN contact c ON c.id = m.contact_id WHERE m.email IN (\(list: plain))")
    {
      names[try row[0]] = try row[1] as String
    }
    return names
  }

  /// The ticket in which the conversation goes on: the letter's own may have been joined to another.
  private static func conversation(of message: Int64?, _ ticket: Int64?, in db: any Database) throws -> Int64? {
    if let message, let number: Int64 = try db.value("SELECT ticket_number FROM message WHERE id = \(message)") { return number }
    guard var number = ticket else { return nil }
    while let survivor: Int64 = try db.value("SELECT joined_number FROM ticket WHERE number = \(number) AND joined_number IS NOT NULL") {
      number = survivor
    }
    return number
  }

  /// The client's messages and ours, as far as they have ids; the newest fifty are enough for every mail program. Ours are found by what they
  /// carried, since messages of a joined ticket move, while the number on a letter stays as its tokens have it.
  private static func references(of ticket: Int64, before id: Int64, in db: any Database) throws -> [String] {
    let incoming = try db.rows(
      "SELECT message_id, received_at FROM mail WHERE ticket_number = \(ticket) AND message_id IS NOT NULL ORDER BY id DESC LIMIT 50"
    ).map { (id: try $0[0] as String, at: try $0[1] as Int64) }
    let outgoing = try db.rows(
      """
      SELECT o.header_id, o.created_at FROM message m JOIN mail_out o ON o.message_id = m.id
      WHERE m.ticket_number = \(ticket) AND o.id < \(id) AND o.is_automatic = 0 ORDER BY m.id DESC LIMIT 50
      """
    ).map { (id: try $0[0] as String, at: try $0[1] as Int64) }
    return (incoming + outgoing).sorted { $0.at < $1.at }.suffix(50).map(\.id)
  }

  private static func files(of message: Int64, in db: any Database) throws -> [File] {
    try db.rows("SELECT public_id, name, content_type, blob FROM attachment WHERE message_id = \(message) AND is_public = 1 ORDER BY id")
      .map {
        File(publicID: try $0[0], name: try $0[1], contentType: try $0[2], blob: try $0[3])
      }
  }
}

extension Letter {
  /// The message as it goes over the wire.
  func message(blobs: Blobs, keys: DeskKeys) throws -> [UInt8] {
    let sender = author.map { "\($0), \(mailbox.displayName)" } ?? mailbox.displayName
    var mail = OutgoingMail(
      from: MailAddress(name: sender, address: mailbox.address), to: recipients.prefix(1).map(address), subject: subject,
      date: createdAt.date, messageID: headerID, text: linkedText(keys) + plainSignature)
    mail.cc = recipients.dropFirst().map(address)
    mail.inReplyTo = references.last
    mail.references = references
    mail.replyTo = replyTo(keys)
    if purpose.isAutomatic {
      mail.autoSubmitted = purpose == .acknowledgement ? .replied : .generated
      mail.extra = [.suppressAutoResponses]
    }
    try add(html, to: &mail, blobs: blobs)
    return try MailWriter.write(mail)
  }

  private func address(_ text: String) -> MailAddress { MailAddress(name: names[EmailAddress.normalized(text)], address: text) }

  private var plainSignature: String { signature.isEmpty ? "" : "\n\n-- \n\(signature)\n" }

  private func replyTo(_ keys: DeskKeys) -> [MailAddress] {
    guard mailbox.hasPlusAddress, let ticket, let distinct = SentThread.distinct(in: headerID) else { return [] }
    let tag = SentThread.token(ticket: ticket, distinct: distinct, recipients: recipients, keys: keys)
    return ReplyToken.plusAddress(mailbox.address, token: SentThread.plusToken(id, tag: tag)).map {
      [MailAddress(name: mailbox.name, address: $0)]
    } ?? []
  }

  /// Pictures that stand in the text travel inside of the message; all other files are attached.
  private func add(_ html: String?, to mail: inout OutgoingMail, blobs: Blobs) throws {
    var markup = html
    for file in files {
      let content = OutgoingMail.File(name: file.name, contentType: file.contentType, bytes: try blobs.get(file.blob))
      let source = "\"/files/\(file.publicID)\""
      if let text = markup, text.contains(source) {
        let id = "\(file.publicID)@\(EmailAddress.domain(of: mailbox.address) ?? "localhost")"
        markup = text.replacing(source, with: "\"cid:\(id)\"")
        mail.inlineImages.append(.init(contentID: id, file: content))
      } else {
        mail.attachments.append(content)
      }
    }
    guard let markup else { return }
    let end = signature.isEmpty ? "" : "<p>--<br>\(PlainText.html(fromPlain: signature))</p>"
    mail.html = "<!doctype html><html><head><meta charset=\"utf-8\"></head><body>\(markup)\(end)</body></html>"
  }
}
