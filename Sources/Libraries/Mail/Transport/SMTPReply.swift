/// An answer of an SMTP server.
package struct SMTPReply: Sendable, Equatable, CustomStringConvertible {
  package var code: Int
  /// Lines without the code, joined by line ends.
  package var text: String

  package init(code: Int, text: String) {
    self.code = code
    self.text = text
  }

  package var isPositive: Bool { (200..<400).contains(code) }
  package var isTemporary: Bool { (400..<500).contains(code) }
  package var description: String { "\(code) \(text)" }
}
