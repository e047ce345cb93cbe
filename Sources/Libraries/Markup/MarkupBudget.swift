/// How much of a document is worth reading. What asks for more is shown as plain text.
package struct MarkupBudget: Sendable {
  /// Bytes of HTML.
  package var size = 4 << 20
  /// Bytes of memory for the tree.
  package var memory = 128 << 20
  /// Estimated nesting of the source.
  package var depth = 1000
  /// Steps of the parser, estimated: the sum of the depth over all tags.
  package var work = 50_000_000
  /// Things that look like tags in comments and attributes.
  package var hidden = 3000
  /// Nodes of the tree.
  package var nodes = 200_000
  /// Nesting of the output; deeper elements are left out, their text stays.
  package var outputDepth = 200
  /// Bytes of plain text that are shown when the HTML is over the budget.
  package var fallbackText = 512 << 10

  package init() {}
}
