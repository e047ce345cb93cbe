/// Working hours `[start, end)` in minutes of the local day; 1440 is 24:00.
package struct Hours: Hashable, Sendable {
  package var start: Int
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// `09:00-18:00`; also with an en dash.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(whereSeparator: { $0 == "-" || $0 == "–" })
    guard parts.count == 2, let start = Hours.minutes(parts[0]), let end = Hours.minutes(parts[1]) else { return nil }
    self.init(start, end)
  }

  package static let allDay = Hours(0, minutesPerDay)
  package static let minutesPerDay = 24 * 60

  package var minutes: Int { end - start }
  package var text: String { "\(Hours.clock(start))-\(Hours.clock(end))" }

  static func clock(_ minutes: Int) -> String { "\(padded(minutes / 60)):\(padded(minutes % 60))" }

  private static func minutes(_ text: some StringProtocol) -> Int? {
    var reader = DigitReader(text.trimmed)
    guard let minutes = reader.clock(), reader.isAtEnd else { return nil }
    return minutes
  }
}

extension Hours: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer(), text = try container.decode(String.self)
    guard let hours = Hours(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hours: \(text)")
    }
    self = hours
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
