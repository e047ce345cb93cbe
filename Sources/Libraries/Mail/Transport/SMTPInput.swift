/// Cuts the bytes of a peer into command lines and message data. Only CR LF ends a line: what other servers also take for an end is how a
/// second message is smuggled in the first. Of a message nothing is kept: it is handed on as it comes.
struct SMTPInput {
  enum Piece: Equatable {
    case line([UInt8])
    case lineTooLong
    /// The next bytes of the message, its dots unstuffed.
    case data([UInt8])
    case messageEnd
    /// The message has ended and was over the limit.
    case messageTooLarge
    /// A line feed without a carriage return before it.
    case bareLineFeed
  }

  private enum State { case line, skippingLine, data }
  private enum Place { case lineStart, inLine, carriageReturn, dot, dotCarriageReturn }

  let lineLimit: Int
  let messageLimit: Int
  /// Of the message: not handed on yet.
  private var kept: [UInt8] = []
  /// Bytes of the message so far.
  private var size = 0
  /// What follows the last bytes of the message.
  private var end: Piece?
  private var state = State.line
  private var place = Place.lineStart
  private var pending: [UInt8] = []
  private var position = 0
  private var line: [UInt8] = []

  init(lineLimit: Int, messageLimit: Int) {
    self.lineLimit = lineLimit
    self.messageLimit = messageLimit
  }

  /// Nothing waits to be read.
  var isDrained: Bool { position == pending.count }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    if position > 0 {
      pending.removeSubrange(..<position)
      position = 0
    }
    pending.append(contentsOf: bytes)
  }

  /// The next bytes are a message.
  mutating func beginData() {
    state = .data
    place = .lineStart
    size = 0
  }

  mutating func next() -> Piece? {
    if let end {
      self.end = nil
      return end
    }
    return state == .data ? nextData() : nextLine()
  }

  private mutating func nextLine() -> Piece? {
    while position < pending.count {
      let byte = pending[position]
      position += 1
      guard byte == 10 else {
        if line.count >= lineLimit { state = .skippingLine } else { line.append(byte) }
        if state == .skippingLine, byte == 13 { line = [13] } else if state == .skippingLine { line = [] }
        continue
      }
      let isWhole = line.last == 13
      defer {
        line = []
        state = .line
      }
      if !isWhole { return .bareLineFeed }
      return state == .skippingLine ? .lineTooLong : .line(Array(line.dropLast()))
    }
    return nil
  }

  private mutating func nextData() -> Piece? {
    while position < pending.count {
      if place == .inLine { keepRun() }
      guard position < pending.count else { break }
      let byte = pending[position]
      position += 1
      if byte == 10 {
        switch place {
        case .carriageReturn:
          keep([13, 10])
          place = .lineStart
        case .dotCarriageReturn: return endData()
        default: return .bareLineFeed
        }
      } else {
        step(byte)
      }
    }
    return takeKept()
  }

  private mutating func step(_ byte: UInt8) {
    switch place {
    case .lineStart where byte == 46:
      place = .dot
      return
    // The dot before a longer line was stuffed.
    case .dot where byte == 13:
      place = .dotCarriageReturn
      return
    case .dotCarriageReturn, .carriageReturn: keep([13])
    default: break
    }
    if byte == 13 {
      place = .carriageReturn
    } else {
      keep([byte])
      place = .inLine
    }
  }

  /// Takes over what is neither an end of a line nor the beginning of one, at once.
  private mutating func keepRun() {
    let end = pending[position...].firstIndex { $0 == 10 || $0 == 13 } ?? pending.count
    keep(pending[position..<end])
    position = end
  }

  private mutating func keep(_ bytes: some Collection<UInt8>) {
    size += bytes.count
    if size <= messageLimit { kept += bytes }
  }

  private mutating func takeKept() -> Piece? {
    defer { kept = [] }
    return kept.isEmpty ? nil : .data(kept)
  }

  private mutating func endData() -> Piece {
    state = .line
    let last: Piece = size > messageLimit ? .messageTooLarge : .messageEnd
    guard let data = takeKept() else { return last }
    end = last
    return data
  }
}
