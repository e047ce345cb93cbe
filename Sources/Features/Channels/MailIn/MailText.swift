import Desk
import Foundation
import Mail

/// What the desk writes down of a message's header, cut to the length of its columns.
enum MailText {
  static func sender(_ mail: IncomingMail) -> String {
    String(EmailAddress.normalized(mail.from?.address ?? "").prefix(320))
  }

  static func senderName(_ mail: IncomingMail) -> String { String((mail.from?.name ?? "").prefix(300)) }
  static func subject(_ mail: IncomingMail) -> String { String(mail.subject.prefix(500)) }
  static func messageID(_ mail: IncomingMail) -> String? { mail.messageID.map { String($0.prefix(500)) } }

  /// By what a search finds a subject: small letters, without the marks of answers and the numbers of tickets.
  static func subjectKey(_ subject: String) -> String {
    var rest = Substring(withoutNumbers(subject).lowercased())
    var isCut = true
    while isCut {
      rest = rest.trimmingPrefix(while: \.isWhitespace)
      // data: the marks that mail programs set before the subject of answers and forwarded messages.
      let mark = ["re:", "fw:", "fwd:", "aw:", "wg:", "ответ:", "пересл:", "отв:"].first { rest.hasPrefix($0) }
      isCut = mark != nil
      rest = rest.dropFirst(mark?.count ?? 0)
    }
    return String(rest.prefix(100))
  }

  /// `[#7]` belongs to ticket 7: in the subject of another one it would lead answers astray.
  static func withoutNumbers(_ subject: String) -> String {
    var text = subject
    while let number = SubjectTicket.find(in: text), let mark = range(of: number, in: text) { text.removeSubrange(mark) }
    return text == subject ? subject : text.split(separator: " ").joined(separator: " ")
  }

  /// The number can be written with zeros before it.
  private static func range(of number: Int64, in text: String) -> Range<String.Index>? {
    var from = text.startIndex
    while let open = text.range(of: "[#", range: from..<text.endIndex), let close = text[open.upperBound...].firstIndex(of: "]") {
      if Int64(text[open.upperBound..<close]) == number { return open.lowerBound..<text.index(after: close) }
      from = open.upperBound
    }
    return nil
  }
}
