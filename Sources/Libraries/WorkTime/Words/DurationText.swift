// data: words that this reads in foreign texts, or names that are data; none of them is a text of the interface.
/// Durations as people type and read them. How long a *day* of work is nobody can know from the word: days are understood and written
/// only where the caller says how many hours one has.
package enum DurationText {
  /// Milliseconds of `2 ч. 30 мин.`, `2h 30m`, `1.5h`, `1,5 ч`, `2:30` (hours and minutes), `45 min`; nil for what is not clear: a number
  /// without a unit, a day, a unit twice or out of order, anything negative.
  package static func parse(_ text: String) -> Int64? { parse(text, day: nil) }

  /// The same, with days of so many working hours: `1 д 2 ч`.
  package static func parse(_ text: String, hoursPerDay: Int) -> Int64? {
    hoursPerDay > 0 ? parse(text, day: Int64(hoursPerDay) * 3_600_000) : nil
  }

  private static func parse(_ text: String, day: Int64?) -> Int64? {
    let text = text.trimmed.lowercased()
    if let colon = text.firstIndex(of: ":") { return clock(text[..<colon], text[text.index(after: colon)...]) }
    var rest = text[...], total: Int64 = 0, smallest = Int64.max
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
      let after = rest[number.endIndex...].drop { $0.isWhitespace }
      let word = after.prefix { $0.isLetter }
      rest = after[word.endIndex...]
      if rest.first == "." { rest = rest.dropFirst() }
      rest = rest.drop { $0.isWhitespace }
      guard let unit = unit(word, day: day), unit < smallest, let amount = amount(number, of: unit) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(amount)
      guard !overflow else { return nil }
      (total, smallest) = (sum, unit)
    }
    return smallest == .max ? nil : total
  }

  private static func clock(_ hours: Substring, _ minutes: Substring) -> Int64? {
    guard minutes.utf8.count == 2, (minutes + hours).utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), hours.utf8.count <= 6,
      let hours = Int64(hours), let minutes = Int64(minutes), minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * 60_000
  }

  private static func unit(_ word: Substring, day: Int64?) -> Int64? {
    switch word {
    case "d", "day", "days", "д", "дн", "день", "дня", "дней": day
    case "h", "hr", "hrs", "hour", "hours", "ч", "час", "часа", "часов": 3_600_000
    case "m", "min", "mins", "minute", "minutes", "м", "мин", "минута", "минуту", "минуты", "минут": 60_000
    case "s", "sec", "secs", "second", "seconds", "с", "сек", "секунда", "секунду", "секунды", "секунд": 1000
    default: nil
    }
  }

  /// Exact: a fraction is counted in whole numbers, not in binary ones, and cut below a millisecond.
  private static func amount(_ number: Substring, of unit: Int64) -> Int64? {
    let parts = number.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard let whole = parts.first, let count = Int64(whole), count <= 100_000_000, parts.count <= 2 else { return nil }
    guard parts.count == 2 else { return count * unit }
    guard (1...6).contains(parts[1].count), let fraction = Int64(parts[1]) else { return nil }
    let scale = (0..<parts[1].count).reduce(Int64(1)) { power, _ in power * 10 }
    return count * unit + fraction * unit / scale
  }
}

/// The unit words of a language, as its file has them; none is plural, so choose short ones.
package struct DurationWords: Sendable {
  package var days, hours, minutes, seconds: String
  /// Between a number and its unit: a no-break space, or nothing.
  package var gap: String

  package init(days: String, hours: String, minutes: String, seconds: String, gap: String = "\u{A0}") {
    self.days = days
    self.hours = hours
    self.minutes = minutes
    self.seconds = seconds
    self.gap = gap
  }
}

extension DurationText {
  /// `2 ч. 30 мин.`: whole minutes, cut towards zero; seconds only for less than a minute. Negative with a minus sign.
  package static func print(_ milliseconds: Int64, in words: DurationWords, hoursPerDay: Int? = nil) -> String {
    let seconds = milliseconds.magnitude / 1000, minutes = seconds / 60, perDay = UInt64(max(0, hoursPerDay ?? 0)) * 60
    var parts: [(UInt64, String)] = []
    if minutes == 0 {
      parts = [(seconds, words.seconds)]
    } else {
      let rest = perDay > 0 ? minutes % perDay : minutes
      if perDay > 0 { parts.append((minutes / perDay, words.days)) }
      parts += [(rest / 60, words.hours), (rest % 60, words.minutes)]
      parts.removeAll { $0.0 == 0 }
    }
    let text = parts.map { "\($0.0)\(words.gap)\($0.1)" }.joined(separator: " ")
    return milliseconds < 0 && seconds > 0 ? "\u{2212}" + text : text
  }
}
