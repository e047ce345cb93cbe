import Desk
import Secrets

/// By what a message is recognised when it comes again.
enum MailFingerprint {
  private static let trace = ["received:", "return-path:", "delivered-to:", "x-original-to:"]
  private static let marks = ["message-id:", "date:"]
  /// Of the header no more is looked at.
  static let longestHeader = 256 << 10

  /// The hash of the message without the lines that servers put on top of it at each delivery. A message with neither an id
  /// nor a date is known by all of its bytes: devices send the same words twice and mean it.
  static func of(_ raw: [UInt8]) -> String {
    var hash = RunningSHA256()
    // In pieces: the whole is not copied for it.
    for at in stride(from: start(raw), to: raw.count, by: pieceLength) { hash.add(Array(raw[at..<min(at + pieceLength, raw.count)])) }
    return hash.hex()
  }

  /// The same of a message that is a file, which memory need not hold.
  static func of(_ blob: String, size: Int, in blobs: Blobs) throws -> String {
    var hash = RunningSHA256()
    var at = start(try blobs.get(blob, from: 0, count: min(size, longestHeader)))
    while at < size {
      let piece = try blobs.get(blob, from: at, count: min(pieceLength, size - at))
      hash.add(piece)
      at += piece.count
    }
    return hash.hex()
  }

  private static let pieceLength = 1 << 20

  /// Where what stays the same begins.
  private static func start(_ raw: [UInt8]) -> Int {
    let lines = headerLines(raw)
    let isMarked = lines.contains { line in marks.contains { begins(raw, line.lowerBound, with: $0) } }
    guard isMarked else { return 0 }
    var start = 0
    for line in lines {
      let goesOn = start > 0 && line.lowerBound < raw.count && (raw[line.lowerBound] == 0x20 || raw[line.lowerBound] == 0x09)
      guard goesOn || trace.contains(where: { begins(raw, line.lowerBound, with: $0) }) else { break }
      start = line.upperBound
    }
    return start
  }

  /// The lines before the first empty one, each with its end.
  private static func headerLines(_ raw: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    let end = min(raw.count, longestHeader)
    while start < end {
      let stop = raw[start..<end].firstIndex(of: 0x0A).map { $0 + 1 } ?? end
      let isEmpty = raw[start..<stop].allSatisfy { $0 == 0x0D || $0 == 0x0A }
      if isEmpty { break }
      lines.append(start..<stop)
      start = stop
    }
    return lines
  }

  private static func begins(_ raw: [UInt8], _ at: Int, with name: String) -> Bool {
    let name = Array(name.utf8)
    guard at + name.count <= raw.count else { return false }
    return raw[at..<(at + name.count)].elementsEqual(name) { byte, letter in
      byte == letter || (byte >= 0x41 && byte <= 0x5A && byte + 0x20 == letter)
    }
  }
}
