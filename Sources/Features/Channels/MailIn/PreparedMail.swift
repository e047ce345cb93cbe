import Desk
import Foundation
import Mail
import Markup
import Secrets

/// A message made ready outside of the transaction: files written, markup sanitised.
struct PreparedMail: Sendable {
  struct File: Sendable {
    let publicID: String
    let blob: String
    let size: Int
    let attachment: MailAttachment

    init(_ attachment: MailAttachment, blobs: Blobs) throws {
      self.init(attachment, blob: try blobs.put(attachment.bytes), size: attachment.bytes.count)
    }

    init(_ attachment: MailAttachment, blob: String, size: Int) {
      publicID = Random.publicID()
      (self.blob, self.size, self.attachment) = (blob, size, attachment)
    }
  }

  let mail: IncomingMail
  let files: [File]
  let body: MessageBody
  let subject: String

  init(_ mail: IncomingMail, blobs: Blobs) throws {
    self.init(mail, files: try mail.attachments.map { try File($0, blobs: blobs) })
  }

  init(_ mail: IncomingMail, files: [File]) {
    self.mail = mail
    self.files = files
    body = Self.body(of: mail, files: files)
    subject = Self.subject(of: mail, body: body)
  }

  private static func body(of mail: IncomingMail, files: [File]) -> MessageBody {
    if let html = mail.html {
      var images: [String: String] = [:]
      for file in files { if let id = file.attachment.contentID { images[id] = "/files/\(file.publicID)" } }
      var options = Sanitizer.Options(images: images)
      options.hasText = mail.text == nil
      let clean = Sanitizer.sanitize(html, options: options)
      let text = mail.text ?? clean.text
      return MessageBody(source: clipped(html), html: clean.html, text: written(text))
    }
    let text = mail.text ?? ""
    return MessageBody(source: clipped(text), html: PlainText.html(fromPlain: text, foldsQuotes: true), text: written(text))
  }

  /// Search and previews are for what the author wrote now, not for the history that trails behind.
  private static func written(_ text: String) -> String {
    let own = ReplyText.split(text).filter { $0.kind == .written }.map(\.text).joined(separator: "\n")
    guard let first = own.firstIndex(where: { !$0.isWhitespace }), let last = own.lastIndex(where: { !$0.isWhitespace }) else {
      return text
    }
    return String(own[first...last])
  }

  private static func clipped(_ text: String) -> String {
    text.utf8.count <= MessageBody.longest ? text : String(text.prefix(MessageBody.longest / 4))
  }

  /// A ticket needs a subject; a message may have none.
  private static func subject(of mail: IncomingMail, body: MessageBody) -> String {
    let subject = MailText.withoutNumbers(mail.subject).trimmingCharacters(in: .whitespacesAndNewlines)
    if !subject.isEmpty { return String(subject.prefix(NewTicket.longestSubject)) }
    let words = body.text.split(whereSeparator: \.isWhitespace).prefix(12).joined(separator: " ")
    return words.isEmpty ? mail.from?.address ?? "…" : String(words.prefix(120))
  }
}
