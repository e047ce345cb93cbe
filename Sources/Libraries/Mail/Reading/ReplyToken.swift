/// Where the token of an answer travels: in the Message-ID of what we send, and in the plus-address that it asks to be answered to.
/// Making the token and comparing it (in constant time) is for the caller.
package struct ReplyToken: Sendable, Hashable {
  package let ticket: Int64
  package let token: String

  /// Letters, digits, `-` and `_`: what survives every mail server unquoted.
  package init?(ticket: Int64, token: String) {
    guard ticket > 0, Self.isToken(token[...]) else { return nil }
    self.ticket = ticket
    self.token = token
  }

  private static let prefix = "otklik."

  /// Without angle brackets. `distinct` keeps two messages to the same ticket apart where the token does not.
  package func messageID(host: String, distinct: String? = nil) -> String {
    "\(Self.prefix)\(ticket).\(token)\(distinct.map { "." + $0 } ?? "")@\(host)"
  }

  /// Of a Message-ID with or without angle brackets; nil if it is not of ours. The host is compared without regard to case.
  package static func find(inMessageID id: String, host: String) -> ReplyToken? {
    let bare = id.filter { $0 != "<" && $0 != ">" && !$0.isWhitespace }
    guard let at = bare.lastIndex(of: "@"), bare[bare.index(after: at)...].lowercased() == host.lowercased() else { return nil }
    let parts = bare[..<at].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 || parts.count == 4, parts[0] == "otklik" else { return nil }
    guard parts[1].utf8.allSatisfy(\.isDigit), let ticket = Int64(parts[1]) else { return nil }
    return ReplyToken(ticket: ticket, token: String(parts[2]))
  }

  /// The first of ours among the ids that an answer refers to, the newest first.
  package static func find(in mail: IncomingMail, host: String) -> ReplyToken? {
    for id in mail.inReplyTo + mail.references.reversed() {
      if let found = find(inMessageID: id, host: host) { return found }
    }
    return nil
  }

  /// `support@host` and a token → `support+token@host`; nil if the address has no `@` or the token would not survive.
  package static func plusAddress(_ address: String, token: String) -> String? {
    guard let at = address.lastIndex(of: "@"), at != address.startIndex, isToken(token[...]) else { return nil }
    return address[..<at] + "+" + token + address[at...]
  }

  /// The token in an address that extends `address`; both compared without regard to case but for the token.
  package static func find(inAddress candidate: String, of address: String) -> String? {
    guard let at = address.lastIndex(of: "@"), let candidateAt = candidate.lastIndex(of: "@") else { return nil }
    guard address[at...].lowercased() == candidate[candidateAt...].lowercased() else { return nil }
    let box = candidate[..<candidateAt]
    guard let plus = box.firstIndex(of: "+"), box[..<plus].lowercased() == address[..<at].lowercased() else { return nil }
    let token = box[box.index(after: plus)...]
    return isToken(token) ? String(token) : nil
  }

  private static func isToken(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { byte in
        byte.isDigit || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || byte == 0x2D || byte == 0x5F
      }
  }
}

/// `[#123]` in a subject.
package enum SubjectTicket {
  /// The first number, 1 to 18 digits.
  package static func find(in subject: String) -> Int64? {
    let bytes = Array(subject.utf8)
    for start in bytes.indices where bytes[start] == 0x5B {
      guard start + 1 < bytes.count, bytes[start + 1] == 0x23 else { continue }
      let digits = bytes[(start + 2)...].prefix(19).prefix(while: \.isDigit)
      guard !digits.isEmpty, digits.count <= 18, digits.endIndex < bytes.count, bytes[digits.endIndex] == 0x5D else { continue }
      let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
      if number > 0 { return number }
    }
    return nil
  }
}
