// data: words that this reads in foreign texts, or names that are data; none of them is a text of the interface.
import Foundation

/// Reads reports that follow no standard: qmail, old Exim, and the like. Best effort.
struct BounceWords {
  private let mail: IncomingMail
  private let text: String

  init(_ mail: IncomingMail) {
    self.mail = mail
    text = String((mail.text ?? "").prefix(50_000))
  }

  static func isSubject(_ subject: String) -> Bool {
    let subject = subject.lowercased()
    return [
      "undeliver", "delivery status", "delivery failure", "delivery has failed", "failure notice", "mail delivery failed", "returned mail",
      "returned to sender", "delivery problem", "could not be delivered", "mail system error", "недостав", "не доставлен",
      "не может быть доставлен",
      "ошибка доставки", "delivery notification",
    ].contains { subject.contains($0) }
  }

  func recipients() -> [Bounce.Recipient] {
    var addresses = AddressParsing.list(mail.headers["X-Failed-Recipients"]).map(\.address)
    if addresses.isEmpty { addresses = addressesInText() }
    let lines = text.split(separator: "\n").map { $0.trimmingASCII() }
    let diagnostic = lines.first { Self.status(in: $0) != nil || Self.hasReplyCode($0) }
    let status = diagnostic.flatMap { Self.status(in: $0) } ?? diagnostic.flatMap(replyClass)
    let isDelay = status?.hasPrefix("4") == true || mail.subject.lowercased().contains("delay")
    let words = diagnostic.map { String($0.prefix(1_000)) }
    return addresses.prefix(20).map {
      Bounce.Recipient(address: $0, action: isDelay ? .delayed : .failed, status: status, diagnostic: words)
    }
  }

  /// The Message-ID line of a message that was pasted into the report.
  func originalID() -> String? {
    for line in text.split(separator: "\n") {
      let line = line.trimmingASCII()
      if line.lowercased().hasPrefix("message-id:") { return MessageIDs.list(String(line.dropFirst(11))).first }
    }
    return nil
  }

  /// Addresses that stand alone at the beginning of a line, before the returned message begins.
  private func addressesInText() -> [String] {
    var found: [String] = []
    for line in text.split(separator: "\n") {
      let line = line.trimmingASCII()
      if line.hasPrefix("---") || line.lowercased().hasPrefix("return-path:") || line.lowercased().hasPrefix("received:") { break }
      let word = line.prefix { $0 != " " }.filter { !"<>:;,".contains($0) }
      let isAlone = line.hasPrefix("<") || line.utf8.count <= word.utf8.count + 3
      if isAlone, MailAddress(address: word).isUsable, !found.contains(word) { found.append(word) }
    }
    return found
  }

  /// The first `4.x.y` or `5.x.y` (also `2.x.y`) that stands as a word.
  static func status(in text: String) -> String? {
    for word in text.split(whereSeparator: { " (),;:[]#<>".contains($0) }) {
      let parts = word.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, ["2", "4", "5"].contains(String(parts[0])) else { continue }
      if parts.dropFirst().allSatisfy({ (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) }) { return String(word) }
    }
    return nil
  }

  private static func hasReplyCode(_ line: String) -> Bool { replyCode(line) != nil }

  private static func replyCode(_ line: String) -> Substring? {
    line.split(whereSeparator: { " -:".contains($0) }).first { word in
      word.utf8.count == 3 && (word.hasPrefix("5") || word.hasPrefix("4")) && word.utf8.allSatisfy(\.isDigit) && line.utf8.count > 10
    }
  }

  private func replyClass(_ line: String) -> String? { Self.replyCode(line).map { String($0.prefix(1)) + ".0.0" } }
}
