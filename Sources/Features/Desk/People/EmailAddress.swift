/// Addresses are compared without regard to case; what stands before the @ is kept as it is otherwise.
package enum EmailAddress {
  package static func normalized(_ text: String) -> String {
    text.trimmingPrefix(while: \.isWhitespace).lowercased().replacing(" ", with: "")
  }

  /// Enough of RFC 5321 to tell a typing mistake: one @, something before, a dot-separated name after, no controls.
  package static func isPlausible(_ text: String) -> Bool {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, halves[0].utf8.count <= 64, text.utf8.count <= 254 else { return false }
    guard !text.unicodeScalars.contains(where: { $0.value <= 32 || "<>(),;:\\\"[]".unicodeScalars.contains($0) }) else { return false }
    let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { !$0.isEmpty && $0.utf8.count <= 63 && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
  }

  package static func domain(of address: String) -> String? {
    address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]).lowercased() }
  }
}
