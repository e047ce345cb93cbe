import Storage

/// tsvector with PostgreSQL's own Russian and English word forms.
enum PostgreSQLSearch {
  static let schema: [SQL] = [
    """
    CREATE TABLE search_text (
      message_id BIGINT NOT NULL PRIMARY KEY,
      words TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX search_text_words ON search_text USING gin (words)",
  ]

  /// A tsvector holds 1 MB at most; the end of a longer text is not found.
  static let longestText = 200_000

  /// Both languages over the whole text: each keeps a word of the other as it is, which is harmless.
  static func add(_ id: Int64, subject: String, body: String, in db: any Database) throws {
    let body = String(body.prefix(longestText))
    try db.run(
      """
      INSERT INTO search_text (message_id, words) VALUES (\(id),
        setweight(to_tsvector('russian', \(subject)), 'A') || setweight(to_tsvector('english', \(subject)), 'A')
          || to_tsvector('russian', \(body)) || to_tsvector('english', \(body)))
      """)
  }

  static func remove(_ id: Int64, in db: any Database) throws {
    try db.run("DELETE FROM search_text WHERE message_id = \(id)")
  }
}
