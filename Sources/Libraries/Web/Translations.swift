import Foundation

/// The files of `Languages/`, read once at the start.
package struct Translations: Sendable {
  private let byLanguage: [Language: Words]

  /// - Throws: an error that names the file when one is missing or is no JSON object of texts.
  package init(folder: String) throws {
    var loaded: [Language: Words] = [:]
    for language in Language.allCases {
      let path = "\(folder)/\(language.rawValue).json"
      let data: Data
      do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch { throw TranslationsError(path: path, reason: "\(error)") }
      guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
        throw TranslationsError(path: path, reason: "not a JSON object")
      }
      var texts: [String: Words.Text] = [:]
      for (key, value) in object {
        if let text = value as? String {
          texts[key] = .plain(text)
        } else if let forms = value as? [String: String] {
          texts[key] = .plural(forms)
        } else {
          throw TranslationsError(path: path, reason: "the text of \(key) is neither a string nor plural forms")
        }
      }
      loaded[language] = Words(language: language, texts: texts)
    }
    byLanguage = loaded
  }

  package subscript(_ language: Language) -> Words { byLanguage[language]! }
}

package struct TranslationsError: Error, CustomStringConvertible {
  package let path: String
  package let reason: String
  package var description: String { "\(path): \(reason)" }
}
