/// Finds the tags in HTML, without a tree: enough for estimates and for a rough text, not for trust.
struct TagReader {
  struct Tag {
    /// In lower case; longer names than 16 bytes are cut. Empty for a comment, a declaration or a processing instruction.
    var name: String
    var isEnd: Bool
    var closesItself = false
    /// Starts of tags inside of the comment or the attribute values.
    var hidden = 0
    /// Where the tag begins and where the text after it begins.
    var start: Int
    var end: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0
  /// Elements of raw text that nothing ends any more.
  private var unclosed: Set<String> = []

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func next() -> Tag? {
    while let start = find(UInt8(ascii: "<"), from: position), start + 1 < bytes.count {
      let following = bytes[start + 1]
      position = start + 1
      switch following {
      case UInt8(ascii: "!"), UInt8(ascii: "?"): return comment(at: start)
      case UInt8(ascii: "/"):
        if start + 2 < bytes.count, bytes[start + 2].isLetter { return tag(at: start, nameAt: start + 2, isEnd: true) }
        return comment(at: start)
      default: if following.isLetter { return tag(at: start, nameAt: start + 1, isEnd: false) }
      }
    }
    position = bytes.count
    return nil
  }

  /// Steps over the text of `script`, `style` and their kind if its end is there. Gives the number of tags that seem to begin in it.
  mutating func skipRawText(of name: String) -> Int {
    guard !unclosed.contains(name) else { return 0 }
    let wanted = Array(name.utf8)
    let begin = position
    var hidden = 0
    while let start = find(UInt8(ascii: "<"), from: position) {
      position = start + 1
      if position < bytes.count, bytes[position].isLetter { hidden += 1 }
      guard start + 2 + wanted.count <= bytes.count, bytes[start + 1] == UInt8(ascii: "/") else { continue }
      if wanted.indices.allSatisfy({ bytes[start + 2 + $0].lowered == wanted[$0] }) {
        position = start
        return hidden
      }
    }
    unclosed.insert(name)
    position = begin
    return 0
  }

  private mutating func tag(at start: Int, nameAt: Int, isEnd: Bool) -> Tag {
    var index = nameAt
    var name: [UInt8] = []
    while index < bytes.count, !bytes[index].isSpace, bytes[index] != UInt8(ascii: ">"), bytes[index] != UInt8(ascii: "/") {
      if name.count < 16 { name.append(bytes[index].lowered) }
      index += 1
    }
    var tag = Tag(name: String(decoding: name, as: UTF8.self), isEnd: isEnd, start: start, end: bytes.count)
    var quote: UInt8?
    var previous: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
        if byte == UInt8(ascii: "<") { tag.hidden += 1 }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), previous == UInt8(ascii: "=") {
        quote = byte
      }
      if !byte.isSpace { previous = byte }
      index += 1
    }
    tag.closesItself = previous == UInt8(ascii: "/")
    position = min(index + 1, bytes.count)
    tag.end = position
    return tag
  }

  private mutating func comment(at start: Int) -> Tag {
    let isComment =
      start + 3 < bytes.count && bytes[start + 1] == UInt8(ascii: "!") && bytes[start + 2] == UInt8(ascii: "-")
      && bytes[start + 3] == UInt8(ascii: "-")
    var tag = Tag(name: "", isEnd: false, start: start, end: bytes.count)
    var index = start + (isComment ? 4 : 2)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<") { tag.hidden += 1 }
      if bytes[index] == UInt8(ascii: ">"), !isComment || endsComment(at: index) { break }
      index += 1
    }
    position = min(index + 1, bytes.count)
    tag.end = position
    return tag
  }

  private func endsComment(at index: Int) -> Bool {
    let before = bytes[index - 1]
    let earlier = bytes[index - 2]
    let dash = UInt8(ascii: "-")
    return before == dash && earlier == dash || before == UInt8(ascii: "!") && earlier == dash && bytes[index - 3] == dash
  }

  private func find(_ byte: UInt8, from: Int) -> Int? {
    var index = from
    while index < bytes.count {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }
}

extension UInt8 {
  var lowered: UInt8 { self >= 65 && self <= 90 ? self + 32 : self }
  var isLetter: Bool { lowered >= 97 && lowered <= 122 }
  var isSpace: Bool { self == 32 || (self >= 9 && self <= 13 && self != 11) }
}
