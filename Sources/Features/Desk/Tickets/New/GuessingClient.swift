import Storage

extension Agent {
  /// Who is meant by what is typed so far, as far as that can be told.
  func guess(_ named: NamedClient, in db: any Database) throws -> Int64? {
    do { return try knownRequester(named, in: db) } catch Refusal.invalid { return nil }
  }

  func guessCompany(_ named: NamedClient, of requester: Int64?, in db: any Database) throws -> Int64? {
    let usual: Int64? = try requester.flatMap { try db.value("SELECT company_id FROM contact WHERE id = \($0) AND company_id IS NOT NULL") }
    guard !named.companyName.isEmpty, may(.viewClients) else { return usual }
    let found: [Int64] = try db.values("SELECT id FROM company WHERE sort_name = \(SearchKey.of(named.companyName)) ORDER BY id LIMIT 2")
    let chosen = named.company.flatMap { Int64($0) }
    return found.first { $0 == chosen } ?? found.first { $0 == usual } ?? (found.count == 1 ? found.first : nil)
  }
}
