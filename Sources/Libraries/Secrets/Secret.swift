/// A text that must not be seen: in logs, errors and dumps it prints as dots. `reveal()` says that the reader means it.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String
  package init(_ text: String) { self.text = text }
  package func reveal() -> String { text }
  package var isEmpty: Bool { text.isEmpty }
  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
