/// Where a browser goes on to after signing in: a path of this desk and nothing else.
enum LocalPath {
  static let home = "/"

  /// The path itself, or home when it leads away, or back into the door.
  static func checked(_ text: String?) -> String {
    guard let text, text.utf8.count <= 2000, text.hasPrefix("/"), !text.hasPrefix("//") else { return home }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return home }
    return text.hasPrefix("/sign-") ? home : text
  }
}
