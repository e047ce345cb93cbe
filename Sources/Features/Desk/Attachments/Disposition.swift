import Foundation

/// The value of `Content-Disposition` (RFC 6266): a name in ASCII for old programs, the whole one as RFC 8187 writes it.
enum Disposition {
  static func value(_ kind: String, name: String) -> String {
    "\(kind); filename=\"\(ascii(name))\"; filename*=UTF-8''\(encoded(name))"
  }

  /// Only what is the same inside of quotes and outside; nothing that could end the value or the header.
  private static func ascii(_ name: String) -> String {
    let plain = String(
      name.unicodeScalars.prefix(200).map { scalar in
        let isPlain = (48...57).contains(scalar.value) || (65...90).contains(scalar.value) || (97...122).contains(scalar.value)
        return isPlain || " .-_()".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
      })
    return plain.allSatisfy { $0 == "_" } ? "file" : plain
  }

  private static let attributeCharacters = CharacterSet(
    charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`|~")

  private static func encoded(_ name: String) -> String {
    name.addingPercentEncoding(withAllowedCharacters: attributeCharacters) ?? "file"
  }
}
