/// Tells what the author of a plain text wrote now from what is quoted and what is signed, so that a page can fold the rest away.
/// Nothing is dropped: the sections joined are the text.
package enum ReplyText {
  package struct Section: Sendable, Equatable {
    package enum Kind: String, Sendable {
      case written, quote, signature
    }

    package let kind: Kind
    /// Whole lines, joined by `\n`; blank lines belong to the section above them.
    package let text: String
  }

  /// No letter has more lines; what follows is one piece, so that a hostile text costs little.
  private static let mostLines = 5_000

  package static func split(_ plain: String) -> [Section] {
    let octets = plain.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: mostLines, omittingEmptySubsequences: false)
    let lines = octets.map { Substring($0) }
    let kinds = kinds(of: lines)
    var sections: [Section] = []
    var start = 0
    for index in 1...lines.count where index == lines.count || kinds[index] != kinds[start] {
      sections.append(Section(kind: kinds[start], text: lines[start..<index].joined(separator: "\n")))
      start = index
    }
    return sections
  }

  private static func kinds(of lines: [Substring]) -> [Section.Kind] {
    let marks = lines.map { ReplyMarks($0) }
    var kinds = [Section.Kind](repeating: .written, count: lines.count)
    var index = 0
    while index < lines.count {
      if let length = openingLength(marks, at: index) {
        // Everything after such a line is the earlier mail, unless it is quoted line by line: then answers may stand in between.
        let below = firstFilled(marks, from: index + length)
        let isMarked = below.map { marks[$0].isQuoted } ?? false
        let end = isMarked ? index + length : lines.count
        for line in index..<end { kinds[line] = .quote }
        index = end
      } else if marks[index].isQuoted {
        kinds[index] = .quote
        index += 1
      } else if startsSignature(marks, at: index) {
        let end = endOfSignature(marks, from: index)
        for line in index..<end { kinds[line] = .signature }
        index = end
      } else {
        index += 1
      }
    }
    attachBlanks(&kinds, marks)
    return kinds
  }

  /// How many lines introduce a quote here; nil if none does.
  private static func openingLength(_ marks: [ReplyMarks], at index: Int) -> Int? {
    if marks[index].opensQuote { return 1 }
    if marks[index].isHeaderOfQuote, headerFields(marks, from: index) >= 3 { return 1 }
    // "On Tue, Nov 10, 2026, Anna <anna@…>" broken before "wrote:".
    for length in 2...3 where index + length <= marks.count {
      guard marks[index + length - 1].endsInColon, marks[index].beginsAttribution else { continue }
      let joined = marks[index..<(index + length)].map(\.line).joined(separator: " ")
      if ReplyMarks(joined[...]).opensQuote { return length }
    }
    return nil
  }

  /// Of a block such as From, Sent, To, Subject: how many of its fields follow each other, over folds and blank lines.
  private static func headerFields(_ marks: [ReplyMarks], from start: Int) -> Int {
    var names: Set<ReplyMarks.Field> = []
    for mark in marks[start..<min(start + 8, marks.count)] {
      if let field = mark.field { names.insert(field) }
    }
    return names.count
  }

  private static func firstFilled(_ marks: [ReplyMarks], from start: Int) -> Int? {
    marks.indices.dropFirst(start).first { !marks[$0].isBlank }
  }

  private static func startsSignature(_ marks: [ReplyMarks], at index: Int) -> Bool {
    if marks[index].isSignatureLine { return true }
    return (marks[index].isRegards || marks[index].isSentFrom) && isNearEnd(marks, index)
  }

  private static let longestSignature = 8

  /// "With regards" in the middle of a letter is part of it.
  private static func isNearEnd(_ marks: [ReplyMarks], _ start: Int) -> Bool {
    var filled = 0
    for index in start..<marks.count where !marks[index].isBlank {
      if index > start, marks[index].isQuoted || openingLength(marks, at: index) != nil { return true }
      filled += 1
      guard filled <= longestSignature, marks[index].line.utf8.count <= 240 else { return false }
    }
    return true
  }

  /// A signature reaches to the next quote or to the end.
  private static func endOfSignature(_ marks: [ReplyMarks], from start: Int) -> Int {
    var index = start + 1
    while index < marks.count, !marks[index].isQuoted, openingLength(marks, at: index) == nil { index += 1 }
    return index
  }

  private static func attachBlanks(_ kinds: inout [Section.Kind], _ marks: [ReplyMarks]) {
    for index in kinds.indices.dropFirst() where marks[index].isBlank { kinds[index] = kinds[index - 1] }
  }
}
