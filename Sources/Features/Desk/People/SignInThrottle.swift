import WorkTime

/// How long the next try of a password, or the next wish for a new one, has to wait after so many before it. Waiting grows, and ends: nobody is locked out.
struct SignInThrottle: Sendable {
  /// Wrong tries that cost nothing.
  let free: Int
  /// The wait after the first try that is not free, doubled with each further one.
  let firstWait: Int64
  let longestWait: Int64

  /// One browser at one address, guessing at one account.
  static let pair = SignInThrottle(free: 5, firstWait: 2, longestWait: 900)
  /// One address that tries many accounts: an office behind one router makes more mistakes than a person.
  static let address = SignInThrottle(free: 30, firstWait: 2, longestWait: 900)
  /// One account, guessed at from many addresses. Short at most, so that the owner at a new browser gets in between.
  static let account = SignInThrottle(free: 50, firstWait: 1, longestWait: 30)

  /// One address that asks for links for new passwords.
  static let links = SignInThrottle(free: 10, firstWait: 10, longestWait: 900)

  /// Wrong tries older than this are forgotten.
  static let memory: Int64 = 3600

  /// Seconds to wait as of `now`; nothing when the last wrong try is long enough ago.
  func wait(after failures: Int, last: Instant?, now: Instant) -> Int64 {
    guard failures >= free, let last else { return 0 }
    let doublings = min(failures - free, 20)
    let pause = min(firstWait << Int64(doublings), longestWait)
    let left = (last + .seconds(pause)).milliseconds - now.milliseconds
    return left <= 0 ? 0 : (left + 999) / 1000
  }
}

/// What counts as one place on the network: an IPv4 address, or the /64 that a provider gives to one household.
enum NetworkPlace {
  static func of(_ address: String) -> String {
    guard address.contains(":") else { return address }
    if let dotted = address.split(separator: ":").last, dotted.contains(".") { return String(dotted) }
    let halves = address.components(around: "::")
    guard let tail = halves.tail else { return groups(halves.head).prefix(4).joined(separator: ":") }
    let (head, rest) = (groups(halves.head), groups(tail))
    let zeros = Array(repeating: "0", count: max(0, 8 - head.count - rest.count))
    return (head + zeros + rest).prefix(4).joined(separator: ":")
  }

  private static func groups(_ text: String) -> [String] { text.split(separator: ":").map { $0.lowercased() } }
}

extension String {
  fileprivate func components(around separator: String) -> (head: String, tail: String?) {
    guard let range = firstRange(of: separator) else { return (self, nil) }
    return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
  }
}
