import Foundation
import Synchronization
import Web

/// The words that modules in the browser need, as a JSON data block: made once per language.
enum ModuleWords {
  private static let made = Mutex<[Language: HTML]>([:])

  static func of(_ t: Words) -> HTML {
    made.withLock { made in
      if let ready = made[t.language] { return ready }
      // words: js.*
      let object = t.plainTexts(withPrefix: "js.")
      // Sorted, so that pages are the same from start to start; "<" cannot end the block.
      let data = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])) ?? Data("{}".utf8)
      let text = String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c")
      let html = HTML(sanitized: SafeHTML(fromSanitizer: text))
      made[t.language] = html
      return html
    }
  }
}
