/// The line that a server writes on top of each message that it takes, RFC 5321 4.4.
enum ReceivedHeader {
  static func make(_ envelope: SMTPEnvelope, settings: SMTPReceiverSettings, milliseconds: Int64) -> [UInt8] {
    let allowed = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_:[]".unicodeScalars
    let hello = String(String.UnicodeScalarView(envelope.hello.unicodeScalars.filter { allowed.contains($0) }.prefix(128)))
    let peer = envelope.peer.contains(":") ? "IPv6:\(envelope.peer)" : envelope.peer
    let language = (settings.language == .lmtp ? "LMTP" : envelope.isUTF8 ? "UTF8SMTP" : "ESMTP") + (envelope.isEncrypted ? "S" : "")
    var lines = ["Received: from \(hello.isEmpty ? "unknown" : hello) ([\(peer)])", " by \(settings.name) with \(language)"]
    if envelope.recipients.count == 1 { lines.append(" for <\(envelope.recipients[0])>") }
    return Array((lines.joined(separator: "\r\n") + "; \(date(milliseconds))\r\n").utf8)
  }

  /// RFC 5322 3.3, in UTC.
  static func date(_ milliseconds: Int64) -> String {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    let rest = seconds - days * 86400
    let (year, month, day) = civil(days)
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(((days % 7) + 7) % 7)]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let time = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return "\(weekday), \(day) \(months[month - 1]) \(year) \(time) +0000"
  }

  /// Year, month and day of a day since 1970 in the Gregorian calendar, counted in eras of 400 years that begin in March.
  private static func civil(_ days: Int64) -> (year: Int64, month: Int, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), Int(month), dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
