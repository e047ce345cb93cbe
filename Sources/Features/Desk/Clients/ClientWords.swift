import Storage

/// The words by which companies and contacts are found.
enum ClientWords {
  enum Kind: String, Sendable, ColumnValue { case company, contact, domain }

  static func save(company id: Int64, name: String, in db: any Database) throws {
    try save(SearchKey.words(name), .company, id, in: db)
  }

  static func save(contact id: Int64, name: String, emails: [String], in db: any Database) throws {
    try save(SearchKey.words(name) + emails, .contact, id, in: db)
    try save(emails.compactMap(EmailAddress.domain), .domain, id, in: db)
  }

  private static func save(_ words: [String], _ kind: Kind, _ id: Int64, in db: any Database) throws {
    try db.run("DELETE FROM client_word WHERE kind = \(kind) AND client_id = \(id)")
    for word in Set(words).sorted() { try db.run("INSERT INTO client_word (kind, word, client_id) VALUES (\(kind), \(word), \(id))") }
  }

  struct Hit: Sendable {
    let word: String
    let id: Int64
  }

  /// Clients of which each word of the query begins some word, from after `after`.
  static func find(_ kind: Kind, _ query: String, after: Hit? = nil, limit: Int, in db: any Database) throws -> [Hit] {
    let words = try rarestFirst(Array(SearchKey.words(query).prefix(6)), kind, in: db)
    guard let leading = words.first else { return [] }
    let others = words.dropFirst().map { word -> SQL in
      """
       AND EXISTS (SELECT 1 FROM client_word o WHERE o.kind = \(kind) AND o.client_id = w.client_id
        AND o.word >= \(word) AND o.word < \(word + SearchKey.last))
      """
    }
    let start: SQL = after.map { "AND (w.word, w.client_id) > (\($0.word), \($0.id))" } ?? .empty
    return try db.rows(
      """
      SELECT w.word, w.client_id FROM client_word w
      WHERE w.kind = \(kind) AND w.word >= \(leading) AND w.word < \(leading + SearchKey.last) \(start)\(SQL.joined(others, by: .empty))
      ORDER BY w.word, w.client_id LIMIT \(limit)
      """
    ).map { Hit(word: try $0[0], id: try $0[1]) }
  }

  /// Counting stops here: what is more frequent is equally frequent.
  private static let countedUpTo = 1000

  /// The rarest word leads the search, so that a common first name is not walked through in vain. Nothing when one of them
  /// begins no word at all.
  private static func rarestFirst(_ words: [String], _ kind: Kind, in db: any Database) throws -> [String] {
    guard words.count > 1 else { return words }
    let counted = try words.map { word -> (word: String, count: Int) in
      let count: Int? = try db.value(
        """
        SELECT count(*) FROM (SELECT 1 AS one FROM client_word w
          WHERE w.kind = \(kind) AND w.word >= \(word) AND w.word < \(word + SearchKey.last) LIMIT \(countedUpTo)) AS found
        """)
      return (word, count ?? 0)
    }
    guard counted.allSatisfy({ $0.count > 0 }) else { return [] }
    return counted.sorted { ($0.count, -$0.word.count) < ($1.count, -$1.word.count) }.map(\.word)
  }
}
