import Foundation

/// Every text of the interface in one language. A key that is missing shows itself, so that it is seen; a check finds it first.
package final class Words: Sendable {
  package enum Text: Sendable {
    case plain(String)
    /// By CLDR category: one, few, many, other.
    case plural([String: String])
  }

  package let language: Language
  private let texts: [String: Text]

  package init(language: Language, texts: [String: Text]) {
    self.language = language
    self.texts = texts
  }

  /// `t("ticket.close")`, `t("ticket.title", ["number": "7"])`: `{number}` in the text is replaced.
  package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    switch texts[key] {
    case .plain(let text): Self.filled(text, values)
    case .plural(let forms): Self.filled(forms["other"] ?? key, values)
    case nil: key
    }
  }

  /// `t("list.found", count: 5)`: the form that the number asks for; `{count}` is the number.
  package func callAsFunction(_ key: String, count: Int, _ values: [String: String] = [:]) -> String {
    guard case .plural(let forms) = texts[key] else { return self(key, values) }
    let form = forms[language.pluralCategory(count)] ?? forms["other"] ?? key
    return Self.filled(form, values.merging(["count": Numbers.grouped(count, language)]) { given, _ in given })
  }

  package func has(_ key: String) -> Bool { texts[key] != nil }
  /// All texts whose key begins so: what the modules in the browser need.
  package func plainTexts(withPrefix prefix: String) -> [String: Any] {
    var result: [String: Any] = [:]
    for (key, text) in texts where key.hasPrefix(prefix) {
      switch text {
      case .plain(let text): result[key] = text
      case .plural(let forms): result[key] = forms
      }
    }
    return result
  }

  /// Walks the text once: what a value says is never taken for a place of its own.
  private static func filled(_ text: String, _ values: [String: String]) -> String {
    guard !values.isEmpty, var brace = text.utf8.firstIndex(of: UInt8(ascii: "{")) else { return text }
    var result = "", start = text.startIndex
    while let end = text.utf8[brace...].firstIndex(of: UInt8(ascii: "}")) {
      if let value = values[String(text[text.utf8.index(after: brace)..<end])] {
        result += text[start..<brace]
        result += value
        start = text.utf8.index(after: end)
      }
      guard let next = text.utf8[end...].firstIndex(of: UInt8(ascii: "{")) else { break }
      brace = next
    }
    return result + text[start...]
  }
}

package enum Language: String, Sendable, CaseIterable {
  case ru, en

  /// CLDR plural rules for whole numbers.
  package func pluralCategory(_ count: Int) -> String {
    let n = abs(count)
    switch self {
    case .en: return n == 1 ? "one" : "other"
    case .ru:
      let (tens, ones) = (n % 100, n % 10)
      if ones == 1 && tens != 11 { return "one" }
      if (2...4).contains(ones) && !(12...14).contains(tens) { return "few" }
      return "many"
    }
  }

  /// The best of the browser's `Accept-Language`, by order; weights are in order in every browser.
  package static func preferred(_ header: String?) -> Language? {
    for piece in (header ?? "").split(separator: ",") {
      let tag = piece.trimmingCharacters(in: .whitespaces).prefix(2).lowercased()
      if let language = Language(rawValue: tag) { return language }
    }
    return nil
  }
}

package enum Numbers {
  /// Thousands by a narrow space (ru) or a comma (en).
  package static func grouped(_ number: Int, _ language: Language) -> String {
    let digits = String(abs(number))
    guard digits.count > 3 else { return String(number) }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result += language == .ru ? "\u{202F}" : "," }
      result.append(digit)
    }
    return number < 0 ? "−" + result : result
  }
}
