/// When to speak up about a promise.
package enum Alarm: Hashable, Sendable {
  /// So much of the promised time is used: 100 is the deadline itself.
  case percent(Int)
  /// So many milliseconds after the breach, counted as the promise is.
  case afterBreach(Int64)

  package static let usual: [Alarm] = [.percent(50), .percent(80), .percent(100)]
}

/// `{"percent": 80}` or `{"afterBreach": 3600000}`.
extension Alarm: Codable {
  private enum CodingKeys: CodingKey { case percent, afterBreach }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let percent = try container.decodeIfPresent(Int.self, forKey: .percent) {
      self = .percent(percent)
    } else {
      self = .afterBreach(try container.decode(Int64.self, forKey: .afterBreach))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .percent(let percent): try container.encode(percent, forKey: .percent)
    case .afterBreach(let milliseconds): try container.encode(milliseconds, forKey: .afterBreach)
    }
  }
}
