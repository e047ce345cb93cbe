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

  package var isUsable: Bool {
    guard let at = address.firstIndex(of: "@"), at != address.startIndex, let domain, !domain.isEmpty else { return false }
    return !address.contains { $0 == " " || $0 == "<" || $0 == ">" || $0 == "," || $0 == ";" }
      && address[..<at].utf8.count <= 256 && domain.utf8.count <= 255 && address.lastIndex(of: "@") == at
  }
}
