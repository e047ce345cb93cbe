import Foundation

/// Reads a raw message. Whatever can be read is; only what exceeds a limit is refused.
package enum MailReader {
  package static func read(_ raw: [UInt8], limits: MailLimits = MailLimits()) throws(MailRefusal) -> IncomingMail {
    guard raw.count <= limits.totalBytes else {
      throw MailRefusal(limit: .totalBytes, allowed: limits.totalBytes, found: raw.count)
    }
    let bytes = withFeeds(raw)
    // `withUnsafeBytes` would forget the error's type.
    let outcome: Result<IncomingMail, MailRefusal> = bytes.withUnsafeBytes { buffer in
      do throws(MailRefusal) {
        let entities = try PartScanner.scan(buffer, limits: limits)
        return .success(mail(entities, buffer, limits))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  package static func read(_ raw: Data, limits: MailLimits = MailLimits()) throws(MailRefusal) -> IncomingMail {
    try read([UInt8](raw), limits: limits)
  }

  /// A message whose lines end in bare carriage returns has no line feed at all.
  private static func withFeeds(_ raw: [UInt8]) -> [UInt8] {
    let hasFeed = raw.withUnsafeBytes { $0.baseAddress.map { memchr($0, 0x0A, raw.count) != nil } ?? true }
    guard !hasFeed, raw.contains(0x0D) else { return raw }
    return raw.map { $0 == 0x0D ? 0x0A : $0 }
  }

  private static func mail(_ entities: [PartScanner.Entity], _ bytes: UnsafeRawBufferPointer, _ limits: MailLimits) -> IncomingMail {
    var contents = Contents(entities, bytes, limits)
    contents.collect()
    let headers = HeaderFields(entities[0].header, in: bytes, charset: contents.charset)
    let authors = headers.all("From").flatMap(AddressParsing.list)
    var mail = IncomingMail(
      messageID: MessageIDs.own(headers["Message-ID"]), inReplyTo: MessageIDs.list(headers["In-Reply-To"]),
      references: MessageIDs.list(headers["References"]), from: authors.first { $0.isUsable } ?? authors.first, authors: authors,
      sender: AddressParsing.list(headers["Sender"]).first, replyTo: AddressParsing.list(headers["Reply-To"]),
      to: headers.all("To").flatMap(AddressParsing.list), cc: headers.all("Cc").flatMap(AddressParsing.list),
      envelope: envelope(headers), subject: headers.decoded("Subject")?.trimmingASCII() ?? "",
      date: MailDate.parse(headers["Date"]), text: contents.text, html: contents.html, attachments: contents.attachments,
      invitation: contents.invitation, signature: contents.signature, bounce: nil, automatic: [], headers: headers,
      problems: contents.problems)
    mail.bounce = BounceReading(mail, entities, bytes).bounce()
    mail.automatic = AutomaticReason.all(of: mail)
    return mail
  }

  private static func envelope(_ headers: HeaderFields) -> EnvelopeHints {
    let path: EnvelopeHints.ReturnPath
    if let raw = headers["Return-Path"] {
      let address = raw.filter { !$0.isWhitespace && $0 != "<" && $0 != ">" }
      path = address.isEmpty ? .null : .address(address)
    } else {
      path = .missing
    }
    let delivered = headers.all("Delivered-To").flatMap(AddressParsing.list).map(\.address)
    let original = (headers.all("X-Original-To") + headers.all("Envelope-To")).flatMap(AddressParsing.list).map(\.address)
    return EnvelopeHints(returnPath: path, deliveredTo: delivered, originalTo: original)
  }
}
