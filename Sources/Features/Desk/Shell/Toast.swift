import Foundation

/// A short word to whoever pressed something, carried by a header: `HX-Trigger`, in ASCII as headers must be.
package struct Toast: Sendable {
  let text: String
  let undo: String?

  /// - Parameter undo: an address that takes the thing back when it is called with DELETE.
  package init(_ text: String, undo: String? = nil) {
    self.text = text
    self.undo = undo
  }

  package var header: String {
    let way = undo.map { ",\"undo\":\(Self.quoted($0))" } ?? ""
    return "{\"toast\":{\"text\":\(Self.quoted(text)),\"kind\":\"ok\"\(way)}}"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
      let isPlain = unit >= 32 && unit < 127 && unit != 34 && unit != 92
      result += isPlain ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(UInt32(unit) + 0x10000, radix: 16).suffix(4)
    }
    return result + "\""
  }
}
