/// Commands and replies over a connection, RFC 5321.
final class SMTPDialogue {
  private let connection: ServerConnection
  private let extensions: [String: String]
  private static let longestReply = 100
  /// Seconds for the word on the message itself, which a server scans before it answers. RFC 5321 would have ten minutes; nothing else goes
  /// out of the mailbox meanwhile, and whoever is not heard of by then is asked again.
  private static let verdictTimeout = 120

  init(_ server: MailServer, name: String) throws {
    connection = try ServerConnection(server, scheme: "smtp", name: name)
    extensions = Self.extensions(in: connection.greeting)
  }

  /// The words of the last answer to EHLO: after STARTTLS only the second one counts.
  static func extensions(in lines: [String]) -> [String: String] {
    var found: [String: String] = [:]
    var isFirst = true
    for line in lines {
      guard line.hasPrefix("250"), line.count > 3 else {
        if line.hasPrefix("220") { found = [:] }
        isFirst = true
        continue
      }
      if isFirst { found = [:] }
      let words = line.dropFirst(4).split(separator: " ", maxSplits: 1)
      if !isFirst, let word = words.first { found[word.uppercased()] = words.count > 1 ? String(words[1]) : "" }
      isFirst = false
    }
    return found
  }

  func command(_ line: String) throws -> SMTPReply {
    try connection.send(line)
    return try reply()
  }

  func send(from sender: String, to recipients: [String], message: [UInt8]) throws -> [SMTPDelivery] {
    if let limit = extensions["SIZE"].flatMap({ Int($0) }), limit > 0, message.count > limit {
      throw TransportFailure(.tooLarge, "\(message.count) bytes; the server takes \(limit)")
    }
    let needsUTF8 = !sender.utf8.allSatisfy { $0 < 128 } || recipients.contains { !$0.utf8.allSatisfy { $0 < 128 } }
    if needsUTF8, extensions["SMTPUTF8"] == nil { throw TransportFailure(.invalidName, "the server takes only addresses in ASCII") }
    let reply = try command("MAIL FROM:<\(sender)>" + parameters(message, needsUTF8: needsUTF8))
    guard reply.isPositive else { throw try failure(reply) }
    var deliveries = try recipients.map { SMTPDelivery(recipient: $0, outcome: try offer($0)) }
    let isWanted = deliveries.contains { if case .accepted = $0.outcome { true } else { false } }
    guard isWanted else {
      try reset()
      return deliveries
    }
    let outcome = try transfer(message)
    for index in deliveries.indices { if case .accepted = deliveries[index].outcome { deliveries[index].outcome = outcome } }
    return deliveries
  }

  private func parameters(_ message: [UInt8], needsUTF8: Bool) -> String {
    var parameters = extensions["SIZE"] == nil ? "" : " SIZE=\(message.count)"
    if extensions["8BITMIME"] != nil, message.contains(where: { $0 > 127 }) { parameters += " BODY=8BITMIME" }
    return parameters + (needsUTF8 ? " SMTPUTF8" : "")
  }

  private func offer(_ recipient: String) throws -> SMTPOutcome {
    guard SMTPAddress.isSafe(recipient) else { return .refused(SMTPReply(code: 553, text: "5.1.3 the address cannot be sent")) }
    return outcome(try command("RCPT TO:<\(recipient)>"))
  }

  private func outcome(_ reply: SMTPReply) -> SMTPOutcome {
    reply.isPositive ? .accepted(reply) : reply.isTemporary ? .deferred(reply) : .refused(reply)
  }

  private func transfer(_ message: [UInt8]) throws -> SMTPOutcome {
    let go = try command("DATA")
    guard go.code == 354 else {
      try reset()
      return outcome(go.isPositive ? SMTPReply(code: 451, text: "\(go)") : go)
    }
    try connection.send(DotStuffing.stuffed(message))
    do {
      return outcome(try reply(seconds: Self.verdictTimeout))
    } catch let failure as TransportFailure {
      return .unknown(failure.detail)
    }
  }

  /// The server refuses the sender or the message; the connection stays usable.
  private func failure(_ reply: SMTPReply) throws -> TransportFailure {
    if reply.code == 421 { return TransportFailure(.disconnected, "\(reply)") }
    try reset()
    return TransportFailure(reply.isTemporary ? .deferred : .refused, "\(reply)")
  }

  private func reset() throws { _ = try command("RSET") }

  /// - Parameter seconds: of silence; the connection's own when `nil`.
  private func reply(seconds: Int? = nil) throws -> SMTPReply {
    var lines: [String] = []
    while lines.count < Self.longestReply {
      let line = String(decoding: try connection.line(seconds: seconds), as: UTF8.self)
      guard let code = Int(line.prefix(3)), (200..<600).contains(code) else { throw TransportFailure(.protocolViolation, line) }
      lines.append(String(line.dropFirst(4)))
      if !line.dropFirst(3).hasPrefix("-") { return SMTPReply(code: code, text: lines.joined(separator: "\n")) }
    }
    throw TransportFailure(.protocolViolation, "a reply without an end")
  }
}
