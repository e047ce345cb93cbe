enum MessageIDs {
  /// Enough of a thread to find it again.
  private static let most = 200
  private static let longest = 998

  /// The ids of a field in their order, without angle brackets, each once; of too many, the last ones.
  static func list(_ raw: String?) -> [String] {
    guard let raw, !raw.isEmpty else { return [] }
    var found: [String] = []
    var seen: Set<String> = []
    for candidate in bracketed(raw) ?? raw.split(whereSeparator: { $0 == " " || $0 == "," }).filter({ $0.contains("@") }).map(String.init) {
      let id = candidate.filter { !$0.isWhitespace && $0 != "<" && $0 != ">" }
      if !id.isEmpty, id.utf8.count <= longest, seen.insert(id).inserted { found.append(id) }
    }
    return found.count > most ? Array(found.suffix(most)) : found
  }

  /// The message's own id: lenient, since some programs leave the brackets out.
  static func own(_ raw: String?) -> String? {
    if let id = list(raw).first { return id }
    let bare = (raw ?? "").filter { !$0.isWhitespace && $0 != "<" && $0 != ">" }
    return bare.isEmpty || bare.utf8.count > longest ? nil : bare
  }

  private static func bracketed(_ raw: String) -> [String]? {
    var found: [String] = []
    var start: String.Index?
    for index in raw.utf8.indices {
      let byte = raw.utf8[index]
      if byte == 0x3C { start = raw.utf8.index(after: index) }
      if byte == 0x3E, let opened = start {
        found.append(String(raw[opened..<index]))
        start = nil
      }
    }
    return found.isEmpty ? nil : found
  }
}
