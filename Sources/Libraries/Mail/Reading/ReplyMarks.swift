/// What one line of a mail gives away about itself.
struct ReplyMarks {
  enum Field { case from, sent, to, subject }

  let line: Substring
  let isBlank: Bool
  let isQuoted: Bool
  let opensQuote: Bool
  let beginsAttribution: Bool
  let isSignatureLine: Bool
  let isRegards: Bool
  let isSentFrom: Bool
  let field: Field?

  var isHeaderOfQuote: Bool { field == .from }

  init(_ raw: Substring) {
    line = raw
    let text = String(raw.prefix(400)).trimmingASCII()
    let lower = text.lowercased()
    isBlank = text.isEmpty
    isQuoted = text.hasPrefix(">")
    // The exact line of RFC 3676, and what is left of it where spaces at the end are cut.
    isSignatureLine = raw == "-- " || raw == "--" || raw == "— "
    isRegards = Self.regards.contains { lower.hasPrefix($0) }
    isSentFrom = Self.sentFrom.contains { lower.hasPrefix($0) }
    field = Self.field(of: lower)
    opensQuote = Self.isOwnMarker(text) || Self.isSeparator(lower) || Self.isAttribution(lower)
    beginsAttribution = !isQuoted && (lower.hasPrefix("on ") || lower.hasPrefix("am ") || Self.hasDate(lower))
  }

  private static let regards = [
    "с уважением", "с наилучшими пожеланиями", "всего доброго", "всего наилучшего", "best regards", "kind regards", "regards,",
    "sincerely", "best wishes",
    "yours faithfully", "mit freundlichen grüßen",
  ]

  private static let sentFrom = [
    "отправлено с ", "отправлено из ", "отправлено со ", "sent from my ", "sent from mail", "sent from yahoo", "sent via ",
    "get outlook for", "скачать outlook",
    "gesendet von", "отправлено при помощи",
  ]

  /// The line that our own mails carry above the history: `##- Please write above this line -##`.
  private static func isOwnMarker(_ text: String) -> Bool { text.hasPrefix("##-") && text.hasSuffix("-##") && text.count > 6 }

  private static let separators = [
    "original message", "исходное сообщение", "forwarded message", "пересылаемое сообщение", "пересланное сообщение",
    "original-nachricht", "begin forwarded message",
    "конец пересылаемого сообщения", "начало переадресованного сообщения", "начало пересылаемого сообщения",
  ]

  /// `-----Original Message-----`, `-------- Пересылаемое сообщение --------`, a rule of underscores as Outlook draws it.
  private static func isSeparator(_ lower: String) -> Bool {
    if lower.count >= 20, lower.allSatisfy({ $0 == "_" }) { return true }
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

  private static let months = [
    "янв", "фев", "мар", "апр", "мая", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек", "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov",
    "dec",
  ]

  /// A year of this century beside a month's name, or a date of digits.
  private static func hasDate(_ lower: String) -> Bool {
    var hasYear = false
    var hasMonth = false
    for word in lower.split(whereSeparator: { " ,()".contains($0) }) {
      let digits = word.split(whereSeparator: { "./-:".contains($0) })
      let isDigits = digits.allSatisfy { part in part.utf8.allSatisfy(\.isDigit) }
      if isDigits, digits.count == 3, word.utf8.count >= 6, word.utf8.count <= 10, !word.contains(":") { return true }
      if isDigits, digits.count == 1, word.utf8.count == 4, word.hasPrefix("20") { hasYear = true }
      if months.contains(where: { word.hasPrefix($0) }) { hasMonth = true }
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
