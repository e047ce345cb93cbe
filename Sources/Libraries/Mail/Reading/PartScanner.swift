/// Finds the entities of a message in one pass over its lines, counting as it goes: a hostile message is refused before anything is
/// built from it. GMime's own parser would build the tree first, and the limits would come too late.
struct PartScanner {
  struct Entity {
    var header: HeaderBlock
    var body: Range<Int>
    var children: [Int] = []
    var type: ContentType
    let parent: Int?
    let depth: Int
  }

  private struct Open {
    let entity: Int
    /// With its two dashes; empty for a forwarded message, which ends with what encloses it.
    let delimiter: [UInt8]
  }

  private let limits: MailLimits
  private var lines: Lines
  private(set) var entities: [Entity] = []
  private var open: [Open] = []
  private var current: Int?
  /// The levels of `open` by the hash of their delimiter: a line of dashes costs the same at any depth.
  private var levels: [Int: [Int]] = [:]

  static func scan(_ bytes: UnsafeRawBufferPointer, limits: MailLimits) throws(MailRefusal) -> [Entity] {
    var scanner = PartScanner(limits: limits, lines: Lines(bytes))
    try scanner.run()
    return scanner.entities
  }

  private init(limits: MailLimits, lines: Lines) {
    self.limits = limits
    self.lines = lines
  }

  private mutating func run() throws(MailRefusal) {
    try begin(parent: nil, depth: 0, fallback: .plain)
    while let line = lines.next() {
      guard let (level, isClosing) = boundary(line) else { continue }
      close(downTo: level, at: line)
      if isClosing {
        pop()
        continue
      }
      let parent = open[level].entity
      let isDigest = entities[parent].type.subtype == "digest"
      try begin(parent: parent, depth: entities[parent].depth + 1, fallback: isDigest ? .message : .plain)
    }
    let end = lines.bytes.count
    for entity in open.map(\.entity) + (current.map { [$0] } ?? []) { entities[entity].body = entities[entity].body.lowerBound..<end }
    for index in entities.indices where entities[index].type.isMultipart && entities[index].children.isEmpty {
      // A multipart without a single boundary: what is there is shown as text.
      entities[index].type = .plain
    }
  }

  /// Reads a header block, and goes down as long as the entity is a message that begins at once.
  private mutating func begin(parent: Int?, depth: Int, fallback: ContentType) throws(MailRefusal) {
    var (parent, depth, fallback) = (parent, depth, fallback)
    while true {
      guard depth <= limits.nesting else { throw MailRefusal(limit: .nesting, allowed: limits.nesting, found: depth) }
      guard entities.count < limits.parts else { throw MailRefusal(limit: .parts, allowed: limits.parts, found: countOfParts()) }
      let claim = self
      let header = try HeaderBlock.read(&lines, limits: limits) { line in claim.boundary(line) != nil }
      let type = header.first("content-type").map { ContentType.parse(lines.bytes[$0]) } ?? fallback
      let index = entities.count
      let start = lines.position
      entities.append(Entity(header: header, body: start..<start, type: type, parent: parent, depth: depth))
      if let parent { entities[parent].children.append(index) }
      current = nil
      if type.isMultipart {
        let name = type["boundary"] ?? guessBoundary() ?? ""
        guard !name.isEmpty else { return leave(index, as: .plain) }
        push(index, delimiter: Array("--".utf8) + trimmedEnd(name))
        return
      }
      guard type.isMessage, !hasEncoding(header) else { return leave(index, as: type) }
      push(index, delimiter: [])
      (parent, depth, fallback) = (index, depth + 1, .plain)
    }
  }

  private mutating func leave(_ index: Int, as type: ContentType) {
    entities[index].type = type
    current = index
  }

  /// A forwarded message must not be encoded; where it is, its inside cannot be read in place and it stays one piece.
  private func hasEncoding(_ header: HeaderBlock) -> Bool {
    guard let range = header.first("content-transfer-encoding") else { return false }
    return TransferEncoding(lines.bytes[range]).hidesLines
  }

  private func trimmedEnd(_ name: String) -> [UInt8] {
    var bytes = Array(name.utf8)
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }

  /// The innermost open multipart that this line belongs to.
  private func boundary(_ line: Lines.Line) -> (level: Int, isClosing: Bool)? {
    let bytes = lines.bytes
    guard line.end - line.start > 2, bytes[line.start] == 0x2D, bytes[line.start + 1] == 0x2D else { return nil }
    var end = line.end
    while end > line.start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    let opening = level(of: line.start..<end)
    guard end - line.start > 4, bytes[end - 1] == 0x2D, bytes[end - 2] == 0x2D, let closing = level(of: line.start..<(end - 2)) else {
      return opening.map { ($0, false) }
    }
    return opening.map { $0 > closing } == true ? (opening ?? closing, false) : (closing, true)
  }

  private func level(of range: Range<Int>) -> Int? {
    let text = UnsafeRawBufferPointer(rebasing: lines.bytes[range])
    return levels[Self.hash(text)]?.last { open[$0].delimiter.count == range.count && text.matches(open[$0].delimiter, at: 0) }
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: bytes)
    return hasher.finalize()
  }

  private mutating func push(_ entity: Int, delimiter: [UInt8]) {
    if !delimiter.isEmpty { levels[delimiter.withUnsafeBytes(Self.hash), default: []].append(open.count) }
    open.append(Open(entity: entity, delimiter: delimiter))
  }

  private mutating func pop() {
    let last = open.removeLast()
    if !last.delimiter.isEmpty { levels[last.delimiter.withUnsafeBytes(Self.hash)]?.removeLast() }
  }

  private mutating func close(downTo level: Int, at line: Lines.Line) {
    let bytes = lines.bytes
    // The line break before a boundary belongs to the boundary.
    var end = line.start
    if end > 0, bytes[end - 1] == 0x0A { end -= 1 }
    if end > 0, bytes[end - 1] == 0x0D, end < line.start { end -= 1 }
    for entity in open[(level + 1)...].map(\.entity) + (current.map { [$0] } ?? []) {
      let start = entities[entity].body.lowerBound
      entities[entity].body = start..<max(start, end)
    }
    entities[open[level].entity].body = entities[open[level].entity].body.lowerBound..<line.next
    while open.count > level + 1 { pop() }
    current = nil
  }

  /// A multipart that does not say its boundary: the first line of its body, if it looks like one and a part begins below.
  private func guessBoundary() -> String? {
    var ahead = lines
    while let line = ahead.next() {
      if line.isEmpty { continue }
      guard line.end - line.start > 8, line.end - line.start <= 120, lines.bytes.matches([0x2D, 0x2D], at: line.start) else { return nil }
      guard let below = ahead.peek(), lines.bytes.matches(Array("Content-".utf8), at: below.start) else { return nil }
      return String(decoding: lines.bytes[(line.start + 2)..<line.end], as: UTF8.self)
    }
    return nil
  }

  /// Goes on counting, without keeping, so that the refusal can say by how much.
  private func countOfParts() -> Int {
    var rest = lines
    var count = entities.count + 1
    while let line = rest.next() {
      if let (_, isClosing) = boundary(line), !isClosing { count += 1 }
    }
    return count
  }
}
