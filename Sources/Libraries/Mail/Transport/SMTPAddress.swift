/// The address of a sender or a recipient as SMTP carries it, between `<` and `>`.
enum SMTPAddress {
  /// RFC 5321 4.5.3.1: 64 for the name, 255 for the domain.
  private static let longest = 320

  /// Whether the address can stand in a command without meaning anything else there.
  static func isSafe(_ address: String) -> Bool {
    guard !address.isEmpty, address.utf8.count <= longest else { return false }
    var isQuoted = false
    var isEscaped = false
    for scalar in address.unicodeScalars {
      if scalar.value < 32 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029 { return false }
      if isEscaped {
        isEscaped = false
      } else if isQuoted, scalar == "\\" {
        isEscaped = true
      } else if scalar == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, "<>()[],;: \\".unicodeScalars.contains(scalar), !isLiteral(address) {
        return false
      }
    }
    return !isQuoted && !isEscaped && address.contains("@")
  }

  /// `name@[192.0.2.1]`
  private static func isLiteral(_ address: String) -> Bool {
    guard let at = address.lastIndex(of: "@") else { return false }
    let domain = address[address.index(after: at)...]
    let inner = domain.dropFirst().dropLast()
    let isNumeric = inner.utf8.allSatisfy { $0 == 46 || $0 == 58 || ($0 >= 48 && $0 <= 57) || ($0 | 32 >= 97 && $0 | 32 <= 118) }
    let isPlain = address[..<at].unicodeScalars.allSatisfy { !"<>()[],;: \\\"".unicodeScalars.contains($0) }
    return domain.hasPrefix("[") && domain.hasSuffix("]") && !inner.isEmpty && isNumeric && isPlain
  }
}
