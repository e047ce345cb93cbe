import Storage
import WordForms

/// FTS5 with word forms (`SnowballTokenizer`). A row for each message, by the message's id. Without contents of its own:
/// the texts are in `message` already, and taking a row out needs them again (SQLite 3.40 has no other way).
enum SQLiteSearch {
  static let schema: [SQL] = [
    "CREATE VIRTUAL TABLE search_text USING fts5 (subject, body, tokenize = 'snowball', content = '')",
    "CREATE VIRTUAL TABLE search_word USING fts5vocab (search_text, instance)",
  ]

  static func add(_ id: Int64, subject: String, body: String, in db: any Database) throws {
    try db.runLast("INSERT INTO search_text (rowid, subject, body) VALUES (\(id), \(subject), \(body))")
  }

  static func remove(_ id: Int64, subject: String, body: String, in db: any Database) throws {
    try db.runLast("INSERT INTO search_text (search_text, rowid, subject, body) VALUES ('delete', \(id), \(subject), \(body))")
  }

  /// FTS5 walks the matches from the newest on and stops at the limit, so a common word costs no more than a rare one.
  /// Its own search by beginnings would gather every match first: beginnings are completed by `completions` instead.
  static func newest(_ stems: SearchStems, before: Int64, limit: Int) -> SQL {
    """
    SELECT rowid AS id FROM search_text WHERE search_text MATCH \(expression(stems)) AND rowid < \(before)
    ORDER BY rowid DESC LIMIT \(limit)
    """
  }

  /// Whether a message has the words: a condition over `message m`.
  static func has(_ stems: SearchStems) -> SQL {
    "EXISTS (SELECT 1 FROM search_text x WHERE x.rowid = m.id AND x.search_text MATCH \(expression(stems)))"
  }

  /// One seek for each word: the vocabulary lists a word once for every place where it stands, which may be a million.
  static func completions(of stem: String, limit: Int, in db: any Database) throws -> [String] {
    var (found, at): ([String], String) = ([], stem)
    let end = stem + "\u{10FFFF}"
    while found.count < limit,
      let next: String = try db.value("SELECT term FROM search_word WHERE term >= \(at) AND term < \(end) LIMIT 1")
    {
      found.append(next)
      at = next + "\u{1}"
    }
    return found
  }

  private static func expression(_ stems: SearchStems) -> String {
    let wanted = stems.wanted.map(expression).joined(separator: " AND ")
    guard !stems.unwanted.isEmpty else { return wanted }
    return "(\(wanted)) NOT (\(stems.unwanted.map(expression).joined(separator: " OR ")))"
  }

  /// Stems are letters and digits only: nothing in them ends the quotes.
  private static func expression(_ term: SearchStems.Term) -> String {
    let words = "\"" + term.stems.map(marked).joined(separator: " ") + "\""
    guard !term.others.isEmpty else { return words }
    return "(" + ([words] + term.others.map { "\"\(marked($0))\"" }).joined(separator: " OR ") + ")"
  }

  private static func marked(_ stem: String) -> String { String(StemMark.scalar) + stem }
}
