import Foundation

/// The lines of a buffer, found by `memchr`, so that the walk is quick in an unoptimised build too.
struct Lines {
  let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) {
    self.bytes = bytes
    position = start
  }

  struct Line {
    let start: Int
    /// Where the text ends, without its line break.
    let end: Int
    let next: Int
    var isEmpty: Bool { start == end }
  }

  func peek() -> Line? {
    guard position < bytes.count, let base = bytes.baseAddress else { return nil }
    let found = memchr(base + position, 0x0A, bytes.count - position)
    guard let found else { return Line(start: position, end: bytes.count, next: bytes.count) }
    let feed = UnsafeRawPointer(found) - base
    let end = feed > position && bytes[feed - 1] == 0x0D ? feed - 1 : feed
    return Line(start: position, end: end, next: feed + 1)
  }

  mutating func next() -> Line? {
    guard let line = peek() else { return nil }
    position = line.next
    return line
  }

  mutating func move(to offset: Int) { position = offset }
}

extension UnsafeRawBufferPointer {
  func matches(_ expected: [UInt8], at start: Int) -> Bool {
    guard start + expected.count <= count, let base = baseAddress else { return false }
    return expected.isEmpty || memcmp(base + start, expected, expected.count) == 0
  }

  func isBlank(_ range: Range<Int>) -> Bool {
    for index in range where self[index] != 0x20 && self[index] != 0x09 { return false }
    return true
  }
}
