import Foundation

/// Addresses that a link or an image of foreign HTML may keep.
enum SafeURL {
  private static let longest = 8192

  /// The address of a link, in a form that every browser reads alike, or nil when it may not be a link.
  static func link(_ raw: String) -> String? {
    guard let (scheme, rest) = split(raw) else { return nil }
    switch scheme {
    case "http", "https": return web(scheme, rest)
    case "mailto": return rest.isEmpty ? nil : "mailto:" + escaped(rest)
    case "tel":
      let isNumber = rest.unicodeScalars.allSatisfy { "0123456789+-().*#;=ext ".unicodeScalars.contains($0) }
      return rest.isEmpty || !isNumber ? nil : "tel:" + rest.replacing(" ", with: "")
    default: return nil
    }
  }

  /// The address of an image on another machine.
  static func remoteImage(_ raw: String) -> String? {
    // Mail leaves the scheme out at times.
    let whole = raw.hasPrefix("//") ? "https:" + raw : raw
    guard let (scheme, rest) = split(whole), scheme == "http" || scheme == "https" else { return nil }
    return web(scheme, rest)
  }

  /// The content id of a `cid:` address, decoded.
  static func contentID(_ raw: String) -> String? {
    guard let (scheme, rest) = split(raw), scheme == "cid" else { return nil }
    let id = (rest.removingPercentEncoding ?? rest).trimmingPrefix("<")
    let bare = id.hasSuffix(">") ? id.dropLast() : id
    return bare.isEmpty ? nil : String(bare)
  }

  /// An address on this server below `prefix`, without any way out of it.
  static func own(_ raw: String, below prefixes: [String]) -> String? {
    guard let prefix = prefixes.first(where: raw.hasPrefix), raw.utf8.count <= longest else { return nil }
    let rest = raw.dropFirst(prefix.count)
    let isPlain = rest.utf8.allSatisfy { $0.isLetter || ($0 >= 48 && $0 <= 57) || "-_./".utf8.contains($0) }
    return isPlain && !rest.contains("..") && !rest.contains("//") && !rest.hasPrefix("/") && !rest.isEmpty ? raw : nil
  }

  private static func web(_ scheme: String, _ rest: String) -> String? {
    guard rest.hasPrefix("//") else { return nil }
    let path = escaped(String(rest.dropFirst(2)))
    let host = path.utf8.prefix { !"/?#".utf8.contains($0) }
    // A backslash was escaped just now; browsers would take it for a slash.
    return host.isEmpty || host.hasPiece("%5C") ? nil : scheme + "://" + path
  }

  /// Scheme in lower case and what follows its colon. Browsers skip tabs and line ends anywhere, and controls and spaces at the ends.
  private static func split(_ raw: String) -> (scheme: String, rest: String)? {
    guard raw.utf8.count <= longest else { return nil }
    if raw.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return parts(raw) }
    var scalars = raw.unicodeScalars.filter { !($0 == "\t" || $0 == "\n" || $0 == "\r") }[...]
    scalars = scalars.drop { $0.value <= 0x20 }
    while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
    if scalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) { return nil }
    return parts(String(String.UnicodeScalarView(scalars)))
  }

  private static func parts(_ clean: String) -> (scheme: String, rest: String)? {
    guard let colon = clean.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return (clean[..<colon].lowercased(), String(clean[clean.index(after: colon)...]))
  }

  private static let escapes = Set(" \"'<>`\\".utf8)

  private static func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 && !escapes.contains($0) }) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ": result += "%20"
      case "\"": result += "%22"
      case "'": result += "%27"
      case "<": result += "%3C"
      case ">": result += "%3E"
      case "`": result += "%60"
      case "\\": result += "%5C"
      default: if !isInvisible(scalar) { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// Marks that turn the direction of writing make an address look like another one.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }
}
