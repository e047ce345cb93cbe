import Foundation

/// Takes values out of the answers of an IMAP server.
enum IMAPReading {
  static func uids(_ answers: [IMAPResponse]) -> [UInt32] {
    answers.filter { $0.text.hasPrefix("SEARCH") }.flatMap { $0.text.split(separator: " ").dropFirst().compactMap { UInt32($0) } }
  }

  static func validity(_ answers: [IMAPResponse]) -> UInt32? {
    for answer in answers { if let value = number(after: "UIDVALIDITY ", in: answer.text) { return UInt32(value) } }
    return nil
  }

  static func size(_ answers: [IMAPResponse], uid: UInt32) -> Int? {
    fetched(answers, uid: uid).flatMap { number(after: "RFC822.SIZE ", in: $0.text) }
  }

  /// The only body in the answer about a message: a literal mostly, a string in quotes if it is short, nothing if it is empty.
  static func body(_ answers: [IMAPResponse], uid: UInt32) -> [UInt8]? {
    for answer in answers where number(after: "UID ", in: answer.text) == Int(uid) {
      guard let start = answer.text.range(of: "BODY[") else { continue }
      if let literal = answer.literals.last { return literal }
      guard let quote = answer.text[start.upperBound...].firstIndex(of: "\"") else { return [] }
      return Array(unquoted(answer.text[quote...]).utf8)
    }
    return nil
  }

  static func folder(_ answer: IMAPResponse) -> IMAPFolder? {
    guard answer.text.hasPrefix("LIST ("), let end = answer.text.firstIndex(of: ")") else { return nil }
    let flags = answer.text[..<end].lowercased()
    var rest = answer.text[answer.text.index(end, offsetBy: 1)...].drop { $0 == " " }
    // The separator of levels: one character in quotes, or NIL.
    rest = rest.hasPrefix("NIL") ? rest.dropFirst(3) : rest.hasPrefix("\"\\") ? rest.dropFirst(4) : rest.dropFirst(3)
    rest = rest.drop { $0 == " " }
    let name: String
    if let literal = answer.literals.last { name = String(decoding: literal, as: UTF8.self) } else { name = unquoted(rest) }
    return IMAPFolder(name: IMAPFolderName.decoded(name), canHoldMessages: !flags.contains("\\noselect") && !flags.contains("\\nonexistent"))
  }

  private static func fetched(_ answers: [IMAPResponse], uid: UInt32) -> IMAPResponse? {
    answers.first { $0.text.contains(" FETCH (") && number(after: "UID ", in: $0.text) == Int(uid) }
  }

  private static func number(after label: String, in text: String) -> Int? {
    guard let range = text.range(of: label) else { return nil }
    return Int(text[range.upperBound...].prefix { $0.isASCII && $0.isNumber })
  }

  /// The string in quotes at the start of the text, or the text up to a space.
  private static func unquoted(_ text: Substring) -> String {
    guard text.hasPrefix("\"") else { return String(text.prefix { $0 != " " }) }
    var result = ""
    var isEscaped = false
    for character in text.dropFirst() {
      if !isEscaped, character == "\"" { break }
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
        isEscaped = false
      }
    }
    return result
  }
}
