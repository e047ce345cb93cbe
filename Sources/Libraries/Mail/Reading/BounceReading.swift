/// Finds out whether a message is a delivery report (RFC 3464), or something of its kind in the words of a mail server.
struct BounceReading {
  private let mail: IncomingMail
  private let entities: [PartScanner.Entity]
  private let bytes: UnsafeRawBufferPointer
  private static let most = 100

  init(_ mail: IncomingMail, _ entities: [PartScanner.Entity], _ bytes: UnsafeRawBufferPointer) {
    self.mail = mail
    self.entities = entities
    self.bytes = bytes
  }

  func bounce() -> Bounce? {
    let status = entities.firstIndex { isStatus($0.type) && isTopLevel($0) }
    if let status {
      let recipients = recipients(in: decoded(entities[status]))
      if !recipients.isEmpty { return Bounce(recipients: recipients, originalMessageID: originalID(), isStandard: true) }
    }
    guard looksLikeBounce else { return nil }
    let recipients = BounceWords(mail).recipients()
    guard !recipients.isEmpty else { return nil }
    return Bounce(recipients: recipients, originalMessageID: originalID() ?? BounceWords(mail).originalID(), isStandard: false)
  }

  private func isStatus(_ type: ContentType) -> Bool {
    type.type == "message" && (type.subtype == "delivery-status" || type.subtype == "global-delivery-status")
  }

  /// Not inside a message that somebody forwards: a client who sends us a bounce of theirs has written a normal mail.
  private func isTopLevel(_ entity: PartScanner.Entity) -> Bool {
    guard let parent = entity.parent else { return true }
    return parent == 0 && entities[0].type.subtype == "report"
  }

  private var looksLikeBounce: Bool {
    if mail.headers["X-Failed-Recipients"] != nil { return true }
    guard mail.authors.contains(where: AutomaticReason.isDaemon) || mail.envelope.returnPath == .null else { return false }
    return BounceWords.isSubject(mail.subject)
  }

  private func decoded(_ entity: PartScanner.Entity) -> [UInt8] {
    let encoding = entity.header.first("content-transfer-encoding").map { TransferEncoding(bytes[$0]) } ?? .none
    return encoding.decoded(UnsafeRawBufferPointer(rebasing: bytes[entity.body]))
  }

  /// Groups of fields with blank lines between: the first is about the message, each further one about a recipient.
  private func recipients(in octets: [UInt8]) -> [Bounce.Recipient] {
    octets.withUnsafeBytes { buffer in
      var lines = Lines(buffer)
      var found: [Bounce.Recipient] = []
      while lines.position < buffer.count, found.count < Self.most {
        let start = lines.position
        // A group over the limits of a header is no report worth reading further.
        guard let block = try? HeaderBlock.read(&lines, limits: MailLimits(), isBoundary: { _ in false }) else { break }
        if lines.position == start { _ = lines.next() }
        if let recipient = recipient(HeaderFields(block, in: buffer, charset: nil)) { found.append(recipient) }
      }
      return found
    }
  }

  private func recipient(_ fields: HeaderFields) -> Bounce.Recipient? {
    guard let raw = fields["Final-Recipient"] ?? fields["Original-Recipient"] else { return nil }
    let word = (fields["Action"] ?? "failed").lowercased().prefix { $0.isLetter }
    let address = AddressParsing.list(afterType(raw)).first?.address ?? afterType(raw)
    let status = fields["Status"].flatMap { BounceWords.status(in: $0) }
    return Bounce.Recipient(
      address: address, action: Bounce.Action(rawValue: String(word)) ?? .failed, status: status,
      diagnostic: fields["Diagnostic-Code"].map { String(afterType($0).prefix(1_000)) })
  }

  /// `rfc822; anna@example.ru` → the address; `smtp; 550 …` → the words.
  private func afterType(_ value: String) -> String {
    guard let semicolon = value.firstIndex(of: ";"), value.distance(from: value.startIndex, to: semicolon) < 30 else { return value }
    return value[value.index(after: semicolon)...].trimmingASCII()
  }

  /// From the returned message, or from its header if only that came back.
  private func originalID() -> String? {
    for entity in entities.dropFirst() {
      if entity.type.isMessage, let child = entity.children.first, let range = entities[child].header.first("message-id") {
        return MessageIDs.own(HeaderText.unfolded(bytes[range]))
      }
      guard entity.type.name == "text/rfc822-headers" else { continue }
      let id: String? = decoded(entity).withUnsafeBytes { buffer in
        var lines = Lines(buffer)
        // Headers over the limit cannot be ours.
        guard let block = try? HeaderBlock.read(&lines, limits: MailLimits(), isBoundary: { _ in false }) else { return nil }
        return block.first("message-id").flatMap { MessageIDs.own(HeaderText.unfolded(buffer[$0])) }
      }
      if let id { return id }
    }
    return nil
  }
}
