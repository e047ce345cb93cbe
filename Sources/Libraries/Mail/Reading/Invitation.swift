import Foundation

/// What a calendar invitation says, as far as it can be told without a calendar. The .ics file itself is an attachment.
package struct Invitation: Sendable, Equatable {
  package struct Time: Sendable, Equatable {
    /// As written, such as `20261110T120000`.
    package let text: String
    /// The zone's name as written; nil for UTC and for floating times.
    package let zone: String?
    package let isWholeDay: Bool
    /// Nil if the zone is unknown or the time floats.
    package let date: Date?
  }

  /// Upper case: REQUEST, CANCEL, REPLY, PUBLISH …
  package let method: String?
  package let uid: String?
  package let summary: String?
  package let location: String?
  package let start: Time?
  package let end: Time?
  package let organiser: MailAddress?

  private struct Line {
    let name: String
    let parameters: [String: String]
    let value: String
  }

  /// Nil if there is no event in it.
  static func read(_ octets: [UInt8], label: String?, method: String?) -> Invitation? {
    let text = BodyText.cleaned(CharsetDecoding.text(Array(octets.prefix(512 << 10)), label: label ?? "utf-8").text)
    guard text.contains("BEGIN:VCALENDAR") else { return nil }
    var found: [String: Line] = [:]
    var calendarMethod = method
    var isEvent = false
    for raw in unfolded(text) {
      let upper = raw.prefix(20).uppercased()
      if upper == "END:VEVENT" { break }
      if upper == "BEGIN:VEVENT" { isEvent = true }
      guard let line = line(raw) else { continue }
      if line.name == "METHOD" { calendarMethod = line.value }
      if isEvent, found[line.name] == nil { found[line.name] = line }
    }
    guard isEvent else { return nil }
    return Invitation(
      method: calendarMethod?.uppercased().trimmingASCII(), uid: found["UID"]?.value, summary: found["SUMMARY"].map { unescaped($0.value) },
      location: found["LOCATION"].map { unescaped($0.value) }, start: found["DTSTART"].map(time), end: found["DTEND"].map(time),
      organiser: found["ORGANIZER"].map(person))
  }

  private static func unfolded(_ text: String) -> [String] {
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix(" ") || line.hasPrefix("\t"), !lines.isEmpty {
        lines[lines.count - 1] += line.dropFirst()
      } else {
        lines.append(String(line))
      }
    }
    return lines
  }

  /// `NAME;PARAM=value;PARAM="quoted:value":value`
  private static func line(_ raw: String) -> Line? {
    var parts: [String] = [""]
    var isQuoted = false
    var index = raw.startIndex
    while index < raw.endIndex, isQuoted || raw[index] != ":" {
      if raw[index] == "\"" {
        isQuoted.toggle()
      } else if raw[index] == ";", !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(raw[index])
      }
      index = raw.index(after: index)
    }
    guard index < raw.endIndex else { return nil }
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { continue }
      parameters[part[..<equals].uppercased()] = String(part[part.index(after: equals)...])
    }
    return Line(name: parts[0].uppercased(), parameters: parameters, value: String(raw[raw.index(after: index)...]))
  }

  private static func unescaped(_ value: String) -> String {
    var result = ""
    var isEscaped = false
    for character in value {
      if isEscaped {
        result.append(character == "n" || character == "N" ? " " : character)
      } else if character != "\\" {
        result.append(character)
      }
      isEscaped = !isEscaped && character == "\\"
    }
    return result
  }

  private static func person(_ line: Line) -> MailAddress {
    let value = line.value.trimmingASCII()
    let address = value.lowercased().hasPrefix("mailto:") ? String(value.dropFirst(7)) : value
    return MailAddress(name: line.parameters["CN"], address: address)
  }

  private static func time(_ line: Line) -> Time {
    let value = line.value.trimmingASCII()
    let zone = line.parameters["TZID"]
    let isUTC = value.hasSuffix("Z")
    let numbers = value.utf8.filter(\.isDigit).map { Int($0 - 0x30) }
    let isWholeDay = numbers.count == 8
    guard numbers.count == 8 || numbers.count == 14 else { return Time(text: value, zone: zone, isWholeDay: false, date: nil) }
    func number(_ from: Int, _ length: Int) -> Int {
      numbers.count < from + length ? 0 : numbers[from..<(from + length)].reduce(0) { $0 * 10 + $1 }
    }
    var parts = DateComponents(year: number(0, 4), month: number(4, 2), day: number(6, 2))
    (parts.hour, parts.minute, parts.second) = (number(8, 2), number(10, 2), number(12, 2))
    var date: Date?
    if let timeZone = isUTC ? TimeZone(secondsFromGMT: 0) : zone.flatMap(TimeZone.named) {
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = timeZone
      date = isWholeDay ? nil : calendar.date(from: parts)
    }
    return Time(text: value, zone: zone, isWholeDay: isWholeDay, date: date)
  }
}

extension TimeZone {
  /// IANA names, also behind a prefix of slashes, and the names that Windows gives Russian zones.
  fileprivate static func named(_ name: String) -> TimeZone? {
    if let windows = windowsNames[name] { return TimeZone(identifier: windows) }
    guard name.utf8.count < 100 else { return nil }
    return TimeZone(identifier: name) ?? TimeZone(identifier: name.split(separator: "/").suffix(2).joined(separator: "/"))
  }

  private static let windowsNames = [
    "Russian Standard Time": "Europe/Moscow", "Kaliningrad Standard Time": "Europe/Kaliningrad", "Russia Time Zone 3": "Europe/Samara",
    "Ekaterinburg Standard Time": "Asia/Yekaterinburg", "Omsk Standard Time": "Asia/Omsk",
    "N. Central Asia Standard Time": "Asia/Novosibirsk",
    "North Asia Standard Time": "Asia/Krasnoyarsk", "North Asia East Standard Time": "Asia/Irkutsk",
    "Yakutsk Standard Time": "Asia/Yakutsk",
    "Vladivostok Standard Time": "Asia/Vladivostok", "Magadan Standard Time": "Asia/Magadan", "Belarus Standard Time": "Europe/Minsk",
    "UTC": "UTC", "W. Europe Standard Time": "Europe/Berlin", "GMT Standard Time": "Europe/London",
    "Eastern Standard Time": "America/New_York",
    "Central Asia Standard Time": "Asia/Almaty", "FLE Standard Time": "Europe/Kiev",
  ]
}
