/// Reads the digits and separators of dates and times, ASCII only.
struct DigitReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }

  /// A number of exactly so many digits.
  mutating func number(_ digits: Int) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + digits] {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int(byte) - 48
    }
    position += digits
    return value
  }

  /// A number of one or two digits.
  mutating func shortNumber() -> Int? { number(2) ?? number(1) }

  mutating func skip(_ characters: Character...) -> Bool {
    guard position < bytes.count, characters.contains(Character(UnicodeScalar(bytes[position]))) else { return false }
    position += 1
    return true
  }

  /// `HH:MM` as minutes of the day; 24:00 is the end of the day.
  mutating func clock() -> Int? {
    guard let hour = shortNumber(), skip(":"), let minute = number(2), minute < 60, hour * 60 + minute <= 24 * 60 else { return nil }
    return hour * 60 + minute
  }

  mutating func milliseconds() -> Int64? {
    var value: Int64 = 0, scale: Int64 = 100, read = false
    while let digit = number(1) {
      value += Int64(digit) * scale
      scale /= 10
      read = true
    }
    return read ? value : nil
  }

  mutating func offsetInMinutes() -> Int? {
    if skip("Z", "z") { return 0 }
    let sign = skip("+") ? 1 : skip("-") ? -1 : 0
    guard sign != 0, let hours = number(2), hours < 24 else { return nil }
    let colon = skip(":")
    guard let minutes = number(2) else { return colon || !isAtEnd ? nil : sign * hours * 60 }
    return minutes < 60 ? sign * (hours * 60 + minutes) : nil
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return self[endIndex...]
    }
    return self[first...last]
  }
}
