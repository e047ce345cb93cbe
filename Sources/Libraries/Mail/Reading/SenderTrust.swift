/// Whether the author's domain stands behind a message, by the word of the server that received it.
package enum SenderTrust: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case dmarcFailed
    case spfFailed
    case dkimFailed
    /// DMARC passed, but for this domain and not for the author's.
    case otherDomain(String)
    case severalAuthors
    case noAuthor
  }

  /// DMARC passed for exactly the author's domain: only then may a message act for an employee.
  case verified(domain: String)
  case unverified(Reason)
  /// The server said nothing, or the domain publishes no policy.
  case unknown
}

extension IncomingMail {
  /// What the server of that name (its authserv-id) found out. Nil if it left no word.
  package func authentication(by server: String) -> AuthenticationResults? {
    AuthenticationResults.trusted(headers, server: server)
  }

  package func trust(by server: String) -> SenderTrust {
    guard let results = authentication(by: server) else { return .unknown }
    guard headers.all("From").count <= 1, authors.count <= 1 else { return .unverified(.severalAuthors) }
    guard let domain = from?.domain, from?.isUsable == true else { return .unverified(.noAuthor) }
    switch results.first("dmarc")?.result {
    case "pass": return passed(results, domain)
    case "fail", "permerror": return .unverified(.dmarcFailed)
    default: break
    }
    if results.dkim == "pass" { return .unknown }
    if results.spf == "fail" { return .unverified(.spfFailed) }
    if results.dkim == "fail", results.spf != "pass" { return .unverified(.dkimFailed) }
    return .unknown
  }

  private func passed(_ results: AuthenticationResults, _ domain: String) -> SenderTrust {
    guard let author = results.first("dmarc")?.properties["header.from"] else { return .unknown }
    let claimed = String(author.split(separator: "@").last ?? "").lowercased()
    return claimed == domain ? .verified(domain: domain) : .unverified(.otherDomain(claimed))
  }
}
