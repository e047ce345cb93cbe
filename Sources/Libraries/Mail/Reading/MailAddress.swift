/// A person or box in an address field. What could not be parsed keeps its text in `name` and has an empty `address`.
package struct MailAddress: Hashable, Sendable {
  package var name: String?
  /// Without comments; the part after the last `@` in lower case, a host beyond ASCII in its ASCII form (`xn--…`).
  package var address: String

  package init(name: String? = nil, address: String) {
    self.name = name
    self.address = address
  }

  package var domain: String? {
    guard let at = address.lastIndex(of: "@") else { return nil }
    return address[address.index(after: at)...].lowercased()
  }

  /// Of the form `box@host`, with nothing that belongs to the grammar of lists, and no longer than RFC 5321 lets it be.
  package var isUsable: Bool {
    let bytes = Array(address.utf8.prefix(513))
    guard bytes.count <= 512, let at = bytes.firstIndex(of: 0x40), bytes.lastIndex(of: 0x40) == at else { return false }
    return at > 0 && at <= 256 && at < bytes.count - 1 && !bytes.contains { $0 <= 0x20 || $0 == 0x7F || " <>,;".utf8.contains($0) }
  }
}
