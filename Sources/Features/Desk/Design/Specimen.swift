import Web

/// A component for the page of the design system, made by the function that pages use.
package struct Specimen: Sendable {
  /// A key of the languages.
  let title: String
  let html: @Sendable (Frame) throws -> HTML

  package init(_ title: String, _ html: @escaping @Sendable (Frame) throws -> HTML) {
    self.title = title
    self.html = html
  }
}
