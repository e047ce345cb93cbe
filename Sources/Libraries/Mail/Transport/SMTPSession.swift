/// The conversation with one peer: a command in, what is to be done out. Knows no network and waits for nothing.
struct SMTPSession {
  enum Step: Equatable {
    case reply(SMTPReply)
    /// Several replies to one piece, LMTP's way.
    case replies([SMTPReply])
    /// Ask whether the recipient is ours; then `decide`.
    case ask(String)
    /// Reply and read a message.
    case data(SMTPReply)
    /// Begin TLS after the reply; then `encrypt`.
    case startTLS(SMTPReply)
    /// Reply and close the connection.
    case close(SMTPReply)
  }

  let settings: SMTPReceiverSettings
  private(set) var envelope: SMTPEnvelope
  private var hasSender = false
  private var annoyance = 0

  init(settings: SMTPReceiverSettings, peer: String) {
    self.settings = settings
    envelope = SMTPEnvelope(peer: peer, hello: "", sender: "", recipients: [])
  }

  var greeting: SMTPReply {
    SMTPReply(code: 220, text: settings.name + (settings.language == .lmtp ? " LMTP" : " ESMTP"))
  }

  mutating func take(_ line: [UInt8]) -> Step {
    let step = command(line)
    if case .reply(let reply) = step, reply.code >= 500 { annoyance += 1 }
    guard annoyance <= settings.patience else { return .close(SMTPReply(code: 421, text: "4.7.0 Too many useless commands")) }
    return step
  }

  /// The conversation begins anew under TLS: what was said before, anybody could have said.
  mutating func encrypt() {
    clear()
    envelope.hello = ""
    envelope.isEncrypted = true
  }

  mutating func decide(_ recipient: String, _ verdict: SMTPVerdict) -> SMTPReply {
    switch verdict {
    case .accepted:
      envelope.recipients.append(recipient)
      return SMTPReply(code: 250, text: "2.1.5 OK")
    case .deferred(let text): return SMTPReply(code: 451, text: Self.text("4.3.0", text))
    case .refused(let text):
      annoyance += 1
      return SMTPReply(code: 550, text: Self.text("5.1.1", text))
    }
  }

  /// The replies to a message, one for each recipient over LMTP; a new transaction can begin.
  mutating func finish(_ decision: SMTPDecision) -> Step {
    let count = envelope.recipients.count
    annoyance = 0
    clear()
    switch decision {
    case .all(let verdict):
      return settings.language == .lmtp ? .replies(Array(repeating: Self.reply(verdict), count: count)) : .reply(Self.reply(verdict))
    case .each(let verdicts):
      let known = (0..<count).map { $0 < verdicts.count ? verdicts[$0] : .deferred("") }
      return settings.language == .lmtp ? .replies(known.map(Self.reply)) : .reply(Self.reply(Self.joined(known)))
    }
  }

  private static func joined(_ verdicts: [SMTPVerdict]) -> SMTPVerdict {
    if let deferred = verdicts.first(where: { if case .deferred = $0 { true } else { false } }) { return deferred }
    return verdicts.contains(.accepted) ? .accepted : verdicts.first ?? .deferred("")
  }

  /// The message is too large: 552, for each recipient over LMTP.
  mutating func refuseSize() -> Step {
    let count = settings.language == .lmtp ? envelope.recipients.count : 1
    clear()
    return .replies(Array(repeating: SMTPReply(code: 552, text: "5.3.4 Message too large"), count: count))
  }

  private static func reply(_ verdict: SMTPVerdict) -> SMTPReply {
    switch verdict {
    case .accepted: SMTPReply(code: 250, text: "2.0.0 OK")
    case .deferred(let text): SMTPReply(code: 451, text: Self.text("4.3.0", text))
    case .refused(let text): SMTPReply(code: 554, text: Self.text("5.6.0", text))
    }
  }

  /// A reply is one line of ASCII whatever it was made of.
  private static func text(_ status: String, _ text: String) -> String {
    let clean = String(text.unicodeScalars.prefix(200).map { (32..<127).contains($0.value) ? Character($0) : "?" })
    return clean.isEmpty ? status + (status.hasPrefix("4") ? " Try again later" : " Refused") : "\(status) \(clean)"
  }

  private mutating func clear() {
    hasSender = false
    envelope.sender = ""
    envelope.recipients = []
    envelope.is8Bit = false
    envelope.isUTF8 = false
  }

  private mutating func command(_ bytes: [UInt8]) -> Step {
    guard let line = String(validating: bytes, as: UTF8.self), !bytes.contains(where: { $0 < 32 || $0 == 127 }) else {
      return .reply(Self.syntax)
    }
    let verb = line.prefix { $0 != " " }.uppercased()
    let rest = line.dropFirst(verb.count).drop { $0 == " " }
    switch verb {
    case "HELO", "EHLO", "LHLO": return hello(verb, String(rest))
    case "MAIL": return mail(rest)
    case "RCPT": return recipient(rest)
    case "DATA": return data()
    case "RSET":
      annoyance += 1
      clear()
      return .reply(Self.fine)
    case "NOOP":
      annoyance += 1
      return .reply(Self.fine)
    case "VRFY":
      annoyance += 1
      return .reply(SMTPReply(code: 252, text: "2.5.0 Send a message and see"))
    case "STARTTLS": return startTLS(rest)
    case "QUIT": return .close(SMTPReply(code: 221, text: "2.0.0 Bye"))
    default: return .reply(Self.unknown)
    }
  }

  private static let fine = SMTPReply(code: 250, text: "2.0.0 OK")
  private static let unknown = SMTPReply(code: 500, text: "5.5.2 Unknown command")
  private static let syntax = SMTPReply(code: 501, text: "5.5.4 Syntax error")
  private static let sequence = SMTPReply(code: 503, text: "5.5.1 Not now")

  private mutating func hello(_ verb: String, _ name: String) -> Step {
    guard (verb == "LHLO") == (settings.language == .lmtp) else { return .reply(SMTPReply(code: 500, text: "5.5.1 Wrong protocol")) }
    guard !name.isEmpty, name.utf8.count <= 255 else { return .reply(Self.syntax) }
    clear()
    envelope.hello = name
    if verb == "HELO" { return .reply(SMTPReply(code: 250, text: settings.name)) }
    var words = [settings.name, "PIPELINING", "SIZE \(settings.messageLimit)", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"]
    if offersTLS { words.append("STARTTLS") }
    return .reply(SMTPReply(code: 250, text: words.joined(separator: "\n")))
  }

  private var offersTLS: Bool { settings.encryption != nil && !envelope.isEncrypted }

  private func startTLS(_ rest: Substring) -> Step {
    guard settings.encryption != nil else { return .reply(Self.unknown) }
    guard offersTLS else { return .reply(Self.sequence) }
    guard rest.isEmpty else { return .reply(Self.syntax) }
    return .startTLS(SMTPReply(code: 220, text: "2.0.0 Go ahead"))
  }

  private mutating func mail(_ rest: Substring) -> Step {
    if let encryption = settings.encryption, encryption.isRequired, !envelope.isEncrypted {
      return .reply(SMTPReply(code: 530, text: "5.7.0 Begin with STARTTLS"))
    }
    guard !envelope.hello.isEmpty, !hasSender else { return .reply(Self.sequence) }
    guard rest.prefix(5).uppercased() == "FROM:", let path = SMTPPath(rest.dropFirst(5)) else { return .reply(Self.syntax) }
    let known: Set<String> = ["SIZE", "BODY", "SMTPUTF8", "AUTH", "RET", "ENVID"]
    if path.parameters.keys.contains(where: { !known.contains($0) }) {
      return .reply(SMTPReply(code: 555, text: "5.5.4 Unknown parameter"))
    }
    if let size = path.parameters["SIZE"].map({ Int($0) ?? .max }), size > settings.messageLimit {
      return .reply(SMTPReply(code: 552, text: "5.3.4 Message too large"))
    }
    let isUTF8 = path.parameters["SMTPUTF8"] != nil
    guard path.address.isEmpty || isAllowed(path.address, isUTF8: isUTF8) else { return .reply(Self.badAddress) }
    hasSender = true
    envelope.sender = path.address
    envelope.isUTF8 = isUTF8
    envelope.is8Bit = path.parameters["BODY"]?.uppercased() == "8BITMIME"
    return .reply(SMTPReply(code: 250, text: "2.1.0 OK"))
  }

  private static let badAddress = SMTPReply(code: 553, text: "5.1.3 Not an address")

  private func isAllowed(_ address: String, isUTF8: Bool) -> Bool {
    SMTPAddress.isSafe(address) && (isUTF8 || address.utf8.allSatisfy { $0 < 128 })
  }

  private mutating func recipient(_ rest: Substring) -> Step {
    guard hasSender else { return .reply(Self.sequence) }
    guard rest.prefix(3).uppercased() == "TO:", let path = SMTPPath(rest.dropFirst(3)) else { return .reply(Self.syntax) }
    guard path.parameters.keys.allSatisfy({ $0 == "NOTIFY" || $0 == "ORCPT" }) else {
      return .reply(SMTPReply(code: 555, text: "5.5.4 Unknown parameter"))
    }
    guard envelope.recipients.count < settings.recipientLimit else {
      return .reply(SMTPReply(code: 452, text: "4.5.3 Too many recipients"))
    }
    guard path.address.lowercased() == "postmaster" || isAllowed(path.address, isUTF8: envelope.isUTF8) else {
      return .reply(Self.badAddress)
    }
    return .ask(path.address)
  }

  private mutating func data() -> Step {
    guard hasSender else { return .reply(Self.sequence) }
    guard !envelope.recipients.isEmpty else { return .reply(SMTPReply(code: 554, text: "5.5.1 No valid recipients")) }
    return .data(SMTPReply(code: 354, text: "End with a lone dot"))
  }
}
