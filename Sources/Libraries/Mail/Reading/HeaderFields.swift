/// The header of a message, in its order, each value unfolded and without control characters; encoded words stay as they came.
package struct HeaderFields: Sendable {
  package struct Field: Sendable, Equatable {
    package let name: String
    package let value: String
  }

  package let fields: [Field]

  init(_ block: HeaderBlock, in bytes: UnsafeRawBufferPointer, charset: String?) {
    fields = block.fields.map { Field(name: $0.name, value: HeaderText.unfolded(bytes[$0.value], charset: charset)) }
  }

  package init(_ fields: [Field]) { self.fields = fields }

  /// The first field of that name, in any case.
  package subscript(name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.name.lowercased() == name }?.value
  }

  package func all(_ name: String) -> [String] {
    let name = name.lowercased()
    return fields.filter { $0.name.lowercased() == name }.map(\.value)
  }

  /// For unstructured fields: encoded words decoded.
  package func decoded(_ name: String) -> String? { self[name].map(EncodedWords.decoded) }
}
