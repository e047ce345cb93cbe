// data: words that this reads in foreign texts, or names that are data; none of them is a text of the interface.
/// What one line of a mail gives away about itself.
struct ReplyMarks {
  enum Field { case from, sent, to, subject }

  let line: Substring
  let isBlank: Bool
  let isQuoted: Bool
  let endsInColon: Bool
  private(set) var opensQuote = false
  private(set) var isSignatureLine = false
  private(set) var isRegards = false
  private(set) var isSentFrom = false
  private(set) var field: Field?
  /// Lines of prose and of quotes have no mark and begin nothing.
  private var isMarkable = false

  var isHeaderOfQuote: Bool { field == .from }

  /// A line this long is prose.
  private static let longest = 400

  init(_ raw: Substring) {
    line = raw
    let filled = raw.utf8.lazy.filter { $0 > 0x20 }
    isBlank = filled.isEmpty
    isQuoted = filled.first == 0x3E
    endsInColon = raw.utf8.last { $0 > 0x20 } == 0x3A
    guard !isBlank, !isQuoted, raw.utf8.count <= Self.longest else { return }
    isMarkable = true
    // The exact line of RFC 3676, and what is left of it where spaces at the end are cut.
    isSignatureLine = raw.utf8.count <= 4 && (raw == "-- " || raw == "--" || raw == "— ")
    let start = Self.lower(raw.utf8.prefix(Self.longestStart))
    isRegards = Self.begins(start, with: Self.regards)
    isSentFrom = Self.begins(start, with: Self.sentFrom)
    field = Self.field(of: start)
    // The whole line is asked only where it may be a mark.
    guard endsInColon || "#-_".utf8.contains(start.utf8.first ?? 0) else { return }
    let lower = Self.lower(raw.utf8)
    opensQuote = Self.isOwnMarker(lower) || Self.isSeparator(lower) || (endsInColon && Self.isAttribution(lower))
  }

  /// What may go on in the next line and end there in "wrote:". Not cheap: to be asked only where such an end is near.
  var beginsAttribution: Bool {
    guard isMarkable else { return false }
    let lower = Self.lower(line.utf8)
    return lower.hasPrefix("on ") || lower.hasPrefix("am ") || Self.hasDate(lower)
  }

  /// Octets that hold every beginning that is looked for.
  private static let longestStart = 96

  /// Latin and Cyrillic letters in lower case, by their octets: every line of every letter is asked, and folding all of Unicode is dear.
  private static func lower(_ octets: some Sequence<UInt8>) -> String {
    var octets = Array(octets), lead: UInt8 = 0
    for index in octets.indices {
      let octet = octets[index]
      switch (lead, octet) {
      case (_, 0x41...0x5A), (0xC3, 0x80...0x9E), (0xD0, 0x90...0x9F): octets[index] = octet + 0x20
      case (0xD0, 0xA0...0xAF): (octets[index - 1], octets[index]) = (0xD1, octet - 0x20)
      case (0xD0, 0x80...0x8F): (octets[index - 1], octets[index]) = (0xD1, octet + 0x10)
      default: break
      }
      lead = octet
    }
    return String(decoding: octets, as: UTF8.self).trimmingASCII()
  }

  private static func begins(_ text: String, with beginnings: [[UInt8]]) -> Bool { beginnings.contains { text.utf8.starts(with: $0) } }

  private static let regards = [
    "с уважением", "с наилучшими пожеланиями", "всего доброго", "всего наилучшего", "best regards", "kind regards", "regards,",
    "sincerely", "best wishes",
    "yours faithfully", "mit freundlichen grüßen",
  ].map { Array($0.utf8) }

  private static let sentFrom = [
    "отправлено с ", "отправлено из ", "отправлено со ", "sent from my ", "sent from mail", "sent from yahoo", "sent via ",
    "get outlook for", "скачать outlook",
    "gesendet von", "отправлено при помощи",
  ].map { Array($0.utf8) }

  /// The line that our own mails carry above the history: `##- Please write above this line -##`.
  private static func isOwnMarker(_ text: String) -> Bool { text.hasPrefix("##-") && text.hasSuffix("-##") && text.count > 6 }

  private static let separators = [
    "original message", "исходное сообщение", "forwarded message", "пересылаемое сообщение", "пересланное сообщение",
    "original-nachricht", "begin forwarded message",
    "конец пересылаемого сообщения", "начало переадресованного сообщения", "начало пересылаемого сообщения",
  ]

  /// `-----Original Message-----`, `-------- Пересылаемое сообщение --------`, a rule of underscores as Outlook draws it.
  private static func isSeparator(_ lower: String) -> Bool {
    guard let first = lower.utf8.first, first == 0x2D || first == 0x5F || lower.hasSuffix(":") else { return false }
    if lower.utf8.count >= 20, lower.utf8.allSatisfy({ $0 == 0x5F }) { return true }
    if lower == "begin forwarded message:" || lower == "начало переадресованного сообщения:" { return true }
    guard lower.hasPrefix("--"), lower.hasSuffix("--") else { return false }
    let words = lower.drop { $0 == "-" || $0 == " " }
    return separators.contains { words.hasPrefix($0) }
  }

  private static let verbs = ["wrote", "writes", "пишет", "написал", "написала", "написал(а)", "написали", "сообщает", "schrieb"]

  /// A line that names a time or a person and says that they wrote, or Gmail's Russian form, which ends in the address and a colon.
  private static func isAttribution(_ lower: String) -> Bool {
    guard lower.hasSuffix(":"), lower.count > 10 else { return false }
    let body = String(lower.dropLast()).trimmingASCII()
    let words = body.split(separator: " ")
    let saysWrote = words.suffix(1).contains { verbs.contains(String($0)) }
    if saysWrote {
      return body.hasPrefix("on ") || body.hasPrefix("am ") || body.hasPrefix("le ") || hasDate(body) || body.contains("@")
    }
    let writes = words.contains { verbs.contains(String($0)) }
    let endsInAddress = body.hasSuffix(">") && body.contains("@") && body.contains("<")
    return hasDate(body) && (endsInAddress || (writes && body.contains("@")))
  }

  private static let months: [[UInt8]] = [
    "янв", "фев", "мар", "апр", "мая", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ].map { Array($0.utf8) }

  /// A year of this century beside a month's name, or a date of digits such as 10.11.2026. By octets, for this is the dearest question.
  private static func hasDate(_ lower: String) -> Bool {
    var hasYear = false
    var hasMonth = false
    for word in lower.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x2C || $0 == 0x28 || $0 == 0x29 }) {
      if word.first?.isDigit == true {
        let signs = word.count { $0 == 0x2E || $0 == 0x2F || $0 == 0x2D }
        let digits = word.count(where: \.isDigit)
        if signs == 2, digits >= 4, digits <= 8, signs + digits == word.count { return true }
        hasYear = hasYear || (word.count == 4 && digits == 4 && word.starts(with: [0x32, 0x30]))
      } else {
        hasMonth = hasMonth || months.contains { word.starts(with: $0) }
      }
    }
    return hasYear && hasMonth
  }

  private static let fields: [(String, Field)] = [
    ("from", .from), ("от", .from), ("от кого", .from), ("von", .from), ("sent", .sent), ("date", .sent), ("дата", .sent),
    ("отправлено", .sent), ("gesendet", .sent),
    ("to", .to), ("кому", .to), ("an", .to), ("subject", .subject), ("тема", .subject), ("betreff", .subject),
  ]

  /// `From: …`, also as `*От:* …` where bold was turned into stars.
  private static func field(of lower: String) -> Field? {
    let bare = lower.drop { $0 == "*" || $0 == ">" || $0 == " " }
    guard let colon = bare.prefix(16).firstIndex(of: ":") else { return nil }
    let name = bare[..<colon].filter { $0 != "*" }
    return fields.first { $0.0 == name }?.1
  }
}
