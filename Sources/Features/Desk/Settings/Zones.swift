import Foundation
import Web

/// The time zones that people choose from: first those that most of them live in, by name, then all others.
package enum Zones {
  private static let common = [
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Krasnoyarsk",
    "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka", "Europe/Minsk", "Asia/Almaty", "Asia/Tashkent",
    "Asia/Bishkek", "Asia/Tbilisi", "Asia/Yerevan", "Asia/Baku", "Asia/Dubai", "Europe/Berlin", "Europe/London", "America/New_York",
    "America/Los_Angeles", "UTC",
  ]

  private static let others = TimeZone.knownTimeZoneIdentifiers
    .filter { $0.contains("/") && !$0.hasPrefix("Etc/") && !common.contains($0) }.sorted()
  private static let known = Set(common + TimeZone.knownTimeZoneIdentifiers)

  package static func isKnown(_ identifier: String) -> Bool { known.contains(identifier) && TimeZone(identifier: identifier) != nil }

  package static func groups(_ t: Words, now: Instant) -> [(label: String?, options: [FormView.Option])] {
    [
      (t("zone.common"), common.map { .init($0, name($0, t, now: now)) }),
      (t("zone.others"), others.map { .init($0, name($0, t, now: now)) }),
    ]
  }

  /// As people call it, with its offset of now.
  package static func name(_ identifier: String, _ t: Words, now: Instant) -> String {
    let name = common.contains(identifier) ? t("zone.\(identifier)") : identifier.replacing("_", with: " ")
    return "\(name) (\(offset(identifier, now)))"
  }

  static func offset(_ identifier: String, _ now: Instant) -> String {
    let seconds = TimeZone(identifier: identifier)?.secondsFromGMT(for: now.date) ?? 0
    guard seconds != 0 else { return "UTC" }
    let minutes = abs(seconds) / 60
    let rest = minutes % 60 == 0 ? "" : ":" + (minutes % 60 < 10 ? "0" : "") + String(minutes % 60)
    return "UTC\(seconds < 0 ? "−" : "+")\(minutes / 60)\(rest)"
  }

  /// A guess from `Accept-Language`: the region that the browser names, then the language.
  package static func guess(acceptLanguage: String?) -> String {
    for piece in (acceptLanguage ?? "").split(separator: ",") {
      let tag = piece.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
      let parts = tag.split(separator: "-")
      if parts.count > 1, let last = parts.last, let zone = byRegion[last.uppercased()] { return zone }
      if let language = parts.first, let zone = byLanguage[language.lowercased()] { return zone }
    }
    return "UTC"
  }

  private static let byRegion = [
    "RU": "Europe/Moscow", "BY": "Europe/Minsk", "KZ": "Asia/Almaty", "UZ": "Asia/Tashkent", "KG": "Asia/Bishkek", "GE": "Asia/Tbilisi",
    "AM": "Asia/Yerevan", "AZ": "Asia/Baku", "AE": "Asia/Dubai", "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich",
    "FR": "Europe/Paris", "IT": "Europe/Rome", "ES": "Europe/Madrid", "PL": "Europe/Warsaw", "GB": "Europe/London",
    "US": "America/New_York",
  ]
  private static let byLanguage = [
    "ru": "Europe/Moscow", "be": "Europe/Minsk", "kk": "Asia/Almaty", "uz": "Asia/Tashkent", "ky": "Asia/Bishkek", "ka": "Asia/Tbilisi",
    "hy": "Asia/Yerevan", "az": "Asia/Baku", "de": "Europe/Berlin", "fr": "Europe/Paris", "it": "Europe/Rome", "pl": "Europe/Warsaw",
  ]
}
