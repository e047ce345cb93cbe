/// A date of the proleptic Gregorian calendar, wherever it is: days since 1970-01-01.
package struct LocalDate: Comparable, Hashable, Sendable {
  package var number: Int

  package init(number: Int) { self.number = number }

  /// Nil for a date that does not exist, as 30 February.
  package init?(_ year: Int, _ month: Int, _ day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    // Years are counted from March, so that the leap day is the last of its year; an era is 400 years, 146,097 days.
    let marchYear = month > 2 ? year : year - 1
    let era = marchYear.flooredQuotient(400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    guard parts == (year, month, day) else { return nil }
  }

  /// `2026-11-22`.
  package init?(iso text: some StringProtocol) {
    var reader = DigitReader(text)
    self.init(reading: &reader)
    guard reader.isAtEnd else { return nil }
  }

  init?(reading reader: inout DigitReader) {
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"), let day = reader.number(2)
    else { return nil }
    self.init(year, month, day)
  }

  package var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  package var weekday: Weekday { Weekday(index: (number + 3).flooredRemainder(7)) }
  package var iso: String { "\(padded(parts.year, 4))-\(padded(parts.month))-\(padded(parts.day))" }
  package func adding(days: Int) -> LocalDate { LocalDate(number: number + days) }
  package static func < (a: LocalDate, b: LocalDate) -> Bool { a.number < b.number }
}

extension LocalDate: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer(), text = try container.decode(String.self)
    guard let date = LocalDate(iso: text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date: \(text)")
    }
    self = date
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(iso)
  }
}
