import Foundation
import Markup
import Storage

/// How an employee wrote: in a plain field or in the editor.
package enum TextFormat: String, Sendable, ColumnValue { case text, html }

extension MessageBody {
  /// What an employee typed. Markup of the editor is cleaned like a stranger's.
  package init(typed raw: String, format: TextFormat) throws {
    guard raw.utf8.count <= Self.longest else {
      throw Refusal.invalid("text", "error.tooLong", ["limit": String(Self.longest)])
    }
    switch format {
    case .text:
      let text = raw.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
      self.init(source: text, html: PlainText.html(fromPlain: text), text: text)
    case .html:
      let clean = Sanitizer.sanitize(raw, options: .composed)
      self.init(source: raw, html: clean.html, text: clean.text)
    }
  }

  init(row: Row) throws {
    self.init(source: try row["source"], html: try row["html"], text: try row["text"])
  }

  /// As it goes back into the composer: words that were typed as words, else the cleaned markup.
  var typed: (text: String, format: TextFormat) {
    PlainText.html(fromPlain: source) == html ? (source, .text) : (html, .html)
  }

  /// With other markup, such as without the pictures that may not be shown.
  func with(html: String) -> MessageBody { MessageBody(source: source, html: html, text: text) }
}

/// Pictures inside of a composed text. The sanitiser writes each as `<img src="/files/ID" …>`, and only so.
enum ComposedPictures {
  private static let opening = "<img src=\"/files/"

  static func ids(in html: String) -> [String] {
    html.components(separatedBy: opening).dropFirst().map { String($0.prefix { $0 != "\"" && $0 != "/" }) }
  }

  /// Takes out every picture that is not of `ids`: nobody shows files of others by writing down their address.
  static func html(_ html: String, keeping ids: Set<String>) -> String {
    let pieces = html.components(separatedBy: opening)
    var result = pieces[0]
    for piece in pieces.dropFirst() {
      if ids.contains(String(piece.prefix { $0 != "\"" && $0 != "/" })) {
        result += opening + piece
      } else {
        let rest = piece.drop { $0 != ">" }.dropFirst()
        result += "<span class=\"missing-image\"></span>" + rest
      }
    }
    return result
  }
}
