/// The fields at the head of an entity, as byte ranges of the message.
struct HeaderBlock {
  struct Field {
    let name: String
    /// The value with its folds.
    let value: Range<Int>
  }

  private(set) var fields: [Field] = []
  private(set) var range: Range<Int>

  init(at start: Int) { range = start..<start }

  /// Reads fields until a blank line, something that is no field, or a line that `isBoundary` claims. Leaves `lines` at the body.
  static func read(
    _ lines: inout Lines, limits: MailLimits, isBoundary: (Lines.Line) -> Bool
  ) throws(MailRefusal) -> HeaderBlock {
    let start = lines.position
    var block = HeaderBlock(at: start)
    while let line = lines.peek() {
      if isBoundary(line) { break }
      guard line.end - start <= limits.headerBytes else {
        throw MailRefusal(limit: .headerBytes, allowed: limits.headerBytes, found: sizeOfHeader(lines, from: start))
      }
      if line.isEmpty {
        lines.move(to: line.next)
        break
      }
      guard block.take(line, of: lines) else { break }
      guard block.fields.count <= limits.headerFields else {
        throw MailRefusal(limit: .headerFields, allowed: limits.headerFields, found: block.fields.count)
      }
      lines.move(to: line.next)
    }
    block.range = start..<lines.position
    return block
  }

  /// False if the line neither is a field nor goes on one, nor may be passed over: then the body begins here.
  private mutating func take(_ line: Lines.Line, of lines: Lines) -> Bool {
    let bytes = lines.bytes
    let first = bytes[line.start]
    if first == 0x20 || first == 0x09 {
      guard let last = fields.popLast() else {
        return !bytes.isBlank(line.start..<line.end) ? false : nextIsField(after: line, of: lines)
      }
      fields.append(Field(name: last.name, value: last.value.lowerBound..<line.end))
      return !bytes.isBlank(line.start..<line.end) || nextIsField(after: line, of: lines)
    }
    if let (name, value) = Self.field(line, bytes) {
      fields.append(Field(name: name, value: value))
      return true
    }
    // An mbox separator, or one stray line between fields.
    if fields.isEmpty { return bytes.matches(Array("From ".utf8), at: line.start) || bytes.matches(Array(">From ".utf8), at: line.start) }
    return nextIsField(after: line, of: lines)
  }

  private func nextIsField(after line: Lines.Line, of lines: Lines) -> Bool {
    var ahead = lines
    ahead.move(to: line.next)
    guard let next = ahead.peek(), !next.isEmpty else { return false }
    return Self.field(next, lines.bytes) != nil
  }

  private static func field(_ line: Lines.Line, _ bytes: UnsafeRawBufferPointer) -> (String, Range<Int>)? {
    var index = line.start
    while index < line.end, bytes[index] > 0x20, bytes[index] < 0x7F, bytes[index] != 0x3A { index += 1 }
    let nameEnd = index
    guard nameEnd > line.start, nameEnd - line.start <= 200 else { return nil }
    while index < line.end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    guard index < line.end, bytes[index] == 0x3A else { return nil }
    // "Hello there: see below" is a sentence; a field's name has no space inside, which the loops above made sure of.
    return (String(decoding: bytes[line.start..<nameEnd], as: UTF8.self), (index + 1)..<line.end)
  }

  /// How long the header would have been, counted without keeping anything.
  private static func sizeOfHeader(_ lines: Lines, from start: Int) -> Int {
    var rest = lines
    while let line = rest.next(), !line.isEmpty {}
    return rest.position - start
  }

  func first(_ name: String) -> Range<Int>? {
    fields.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?.value
  }
}
