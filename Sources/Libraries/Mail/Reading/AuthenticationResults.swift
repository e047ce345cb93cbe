/// What one receiving server found out about a message (RFC 8601).
package struct AuthenticationResults: Sendable, Equatable {
  package struct Finding: Sendable, Equatable {
    /// Lower case: `spf`, `dkim`, `dmarc` …
    package let method: String
    /// Lower case: `pass`, `fail`, `softfail`, `none` …
    package let result: String
    /// By `ptype.property` in lower case, such as `header.d`.
    package let properties: [String: String]
  }

  package let findings: [Finding]

  package var spf: String? { first("spf")?.result }
  /// `pass` if any signature did.
  package var dkim: String? {
    findings.contains { $0.method == "dkim" && $0.result == "pass" } ? "pass" : first("dkim")?.result
  }

  package func first(_ method: String) -> Finding? { findings.first { $0.method == method } }

  /// Whether a signature of the domain itself, or of one above or below it, passed: the relaxed alignment of RFC 7489, without a list
  /// of public suffixes.
  package func hasAlignedSignature(for domain: String) -> Bool {
    findings.contains { finding in
      guard finding.method == "dkim", finding.result == "pass" else { return false }
      let signer = finding.properties["header.d"] ?? finding.properties["header.i"].map { String($0.split(separator: "@").last ?? "") }
      return signer.map { Self.isAligned($0.lowercased(), domain) } ?? false
    }
  }

  static func isAligned(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
    return short.contains(".") && long.hasSuffix("." + short)
  }

  /// The fields of the trusted server, from the topmost one down to the next `Received`: below that, a sender can have written anything.
  /// Nil if there is none.
  static func trusted(_ headers: HeaderFields, server: String) -> AuthenticationResults? {
    var findings: [Finding]?
    for field in headers.fields {
      let name = field.name.lowercased()
      if findings != nil, name == "received" { break }
      guard name == "authentication-results", let parsed = parse(field.value) else { continue }
      guard parsed.server.lowercased() == server.lowercased() else { continue }
      for finding in parsed.findings where finding.method == "dkim" || findings?.contains(where: { $0.method == finding.method }) != true {
        findings = (findings ?? []) + [finding]
      }
      findings = findings ?? []
    }
    return findings.map(AuthenticationResults.init)
  }

  static func parse(_ value: String) -> (server: String, findings: [Finding])? {
    let parts = split(value)
    guard let head = parts.first?.split(separator: " ").first else { return nil }
    return (String(head), parts.dropFirst().compactMap(finding))
  }

  private static func finding(_ part: String) -> Finding? {
    let words = part.split(separator: " ").map(String.init)
    guard let first = words.first, let equals = first.firstIndex(of: "=") else { return nil }
    let method = first[..<equals].prefix { $0 != "/" }.lowercased()
    var properties: [String: String] = [:]
    for word in words.dropFirst() {
      guard let equals = word.firstIndex(of: "=") else { continue }
      let key = word[..<equals].lowercased()
      if properties[key] == nil { properties[key] = String(word[word.index(after: equals)...]) }
    }
    let result = first[first.index(after: equals)...].lowercased()
    return method.isEmpty || result.isEmpty ? nil : Finding(method: method, result: result, properties: properties)
  }

  /// At semicolons; comments fall away, quotes too, and the spaces that RFC 8601 allows around `=`.
  private static func split(_ value: String) -> [String] {
    var parts: [[UInt8]] = [[]]
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for byte in value.utf8 {
      if isEscaped {
        if depth == 0 { parts[parts.count - 1].append(byte) }
        isEscaped = false
      } else if byte == 0x5C, isQuoted || depth > 0 {
        isEscaped = true
      } else if byte == 0x22, depth == 0 {
        isQuoted.toggle()
      } else if !isQuoted, byte == 0x28 {
        depth += 1
      } else if !isQuoted, byte == 0x29 {
        depth = max(0, depth - 1)
      } else if depth == 0 {
        if byte == 0x3B, !isQuoted { parts.append([]) } else { append(isQuoted && byte == 0x20 ? 0x5F : byte, to: &parts[parts.count - 1]) }
      }
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func append(_ byte: UInt8, to part: inout [UInt8]) {
    if byte == 0x20, part.last == 0x3D || part.last == 0x20 { return }
    if byte == 0x3D, part.last == 0x20 { part.removeLast() }
    part.append(byte)
  }
}
