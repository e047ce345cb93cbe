// Handlers name headers and statuses all the time: whoever imports Web has them.
@_exported import HTTPTypes
import Hummingbird

/// Markup. Interpolated text is escaped; only `HTML` goes in as it is, so a page cannot forget to escape.
///
/// `\(text)` escapes, `\(html)` nests, `\(each: rows, { … })` repeats, `\(if: condition, html)` chooses,
/// `\(url: link)` refuses schemes other than http, https, mailto, tel and relative ones.
package struct HTML: ExpressibleByStringInterpolation, Sendable {
  package private(set) var source: String

  package init(stringLiteral text: String) { source = text }
  package init(stringInterpolation interpolation: StringInterpolation) { source = interpolation.source }
  /// Markup that the sanitiser made; the only other door for text that is not escaped.
  package init(sanitized: SafeHTML) { source = sanitized.source }

  package static var empty: HTML { "" }
  package var isEmpty: Bool { source.isEmpty }

  package static func + (left: HTML, right: HTML) -> HTML {
    var sum = left
    sum.source += right.source
    return sum
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var source = ""

    package init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity + interpolationCount * 24) }
    package mutating func appendLiteral(_ text: String) { source += text }
    package mutating func appendInterpolation(_ text: String) { source.appendEscaped(text) }
    package mutating func appendInterpolation(_ text: String?) { if let text { source.appendEscaped(text) } }
    package mutating func appendInterpolation(_ text: Substring) { source.appendEscaped(String(text)) }
    package mutating func appendInterpolation(_ number: some BinaryInteger) { source += String(number) }
    package mutating func appendInterpolation(_ html: HTML) { source += html.source }
    package mutating func appendInterpolation(_ html: HTML?) { if let html { source += html.source } }
    package mutating func appendInterpolation<C: Sequence>(each items: C, _ row: (C.Element) -> HTML) {
      for item in items { source += row(item).source }
    }
    package mutating func appendInterpolation(if shown: Bool, _ html: @autoclosure () -> HTML) { if shown { source += html().source } }
    package mutating func appendInterpolation(if shown: Bool, _ html: @autoclosure () -> HTML, else other: @autoclosure () -> HTML) {
      source += shown ? html().source : other().source
    }
    package mutating func appendInterpolation(url text: String) { source.appendEscaped(safeURL(text)) }
  }
}

extension HTML {
  /// The same markup once more on one page: its ids, and whatever points to them, end otherwise.
  package func repeated(as suffix: String) -> HTML {
    let pointing = #/ (id|for|form|list|popovertarget|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"/#
    var copy = self
    copy.source = source.replacing(pointing) { match in
      let ids = match.2.split(separator: " ").map { "\($0)-\(suffix)" }.joined(separator: " ")
      return " \(match.1)=\"\(ids)\""
    }
    return copy
  }
}

/// Markup of foreign origin after the sanitiser. Only the sanitiser's caller names this initialiser; a check looks for others.
package struct SafeHTML: Sendable {
  package let source: String
  package init(fromSanitizer source: String) { self.source = source }
}

/// The link itself when its scheme is harmless, "#" otherwise.
package func safeURL(_ text: String) -> String {
  let start = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
  guard let colon = start.firstIndex(of: ":") else { return text }
  let scheme = start[..<colon].lowercased()
  return ["http", "https", "mailto", "tel"].contains(scheme) ? text : "#"
}

extension String {
  /// Escapes for text and for quoted attributes. Walks bytes: most texts have nothing to escape and are copied whole.
  mutating func appendEscaped(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for index in bytes.indices {
        guard let entity = bytes[index].entity else { continue }
        append(bytes[start..<index])
        self += entity
        start = index + 1
      }
      append(bytes[start...])
    }
  }

  /// Pieces of a well-formed text, cut beside ASCII: never inside a character.
  private mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    if !bytes.isEmpty { self += String(decoding: UnsafeBufferPointer(rebasing: bytes), as: UTF8.self) }
  }
}

extension UInt8 {
  fileprivate var entity: String? {
    // All that is special lies below 63: one comparison lets nearly every byte pass.
    guard self < 63 else { return nil }
    switch self {
    case UInt8(ascii: "&"): return "&amp;"
    case UInt8(ascii: "<"): return "&lt;"
    case UInt8(ascii: ">"): return "&gt;"
    case UInt8(ascii: "\""): return "&quot;"
    case UInt8(ascii: "'"): return "&#39;"
    default: return nil
    }
  }
}

extension HTML: ResponseGenerator {
  package func response(from request: Request, context: some RequestContext) -> Response {
    response(status: .ok)
  }

  package func response(status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
    var headers = headers
    headers[.contentType] = "text/html; charset=utf-8"
    return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: source)))
  }
}
