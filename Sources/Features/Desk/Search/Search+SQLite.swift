import Storage

/// FTS5 with word forms (`SnowballTokenizer`). A row for each message, by the message's id. Without contents of its own:
/// the texts are in `message` already, and taking a row out needs them again (SQLite 3.40 has no other way).
enum SQLiteSearch {
  static let schema: [SQL] = [
    "CREATE VIRTUAL TABLE search_text USING fts5 (subject, body, tokenize = 'snowball', content = '')"
  ]

  static func add(_ id: Int64, subject: String, body: String, in db: any Database) throws {
    try db.run("INSERT INTO search_text (rowid, subject, body) VALUES (\(id), \(subject), \(body))")
  }

  static func remove(_ id: Int64, subject: String, body: String, in db: any Database) throws {
    try db.run("INSERT INTO search_text (search_text, rowid, subject, body) VALUES ('delete', \(id), \(subject), \(body))")
  }
}
