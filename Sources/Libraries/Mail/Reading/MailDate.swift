import CGMime
import Foundation

enum MailDate {
  /// Nil for what is no date, and for years that no mail of this world bears.
  static func parse(_ raw: String?) -> Date? {
    guard let raw, !raw.isEmpty else { return nil }
    GMime.start()
    guard let parsed = g_mime_utils_header_decode_date(String(raw.prefix(200))) else { return nil }
    defer { g_date_time_unref(parsed) }
    let seconds = g_date_time_to_unix(parsed)
    guard seconds > 0, seconds < 7_258_118_400 else { return nil }
    return Date(timeIntervalSince1970: Double(seconds))
  }
}
