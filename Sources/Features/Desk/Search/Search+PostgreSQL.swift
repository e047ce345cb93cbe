import Storage
import WordForms

/// tsvector over the same stems as on SQLite: a text is cut into words and stemmed here, and goes in as stems with their places.
enum PostgreSQLSearch {
  static let schema: [SQL] = [
    """
    CREATE TABLE search_text (
      message_id BIGINT NOT NULL PRIMARY KEY,
      words TSVECTOR NOT NULL
    )
    """,
    // Rows that wait outside of the index are read one by one by each search: few may wait.
    "CREATE INDEX search_text_words ON search_text USING gin (words) WITH (gin_pending_list_limit = 256)",
    // Every stem once, to complete beginnings by.
    "CREATE TABLE search_word (word TEXT COLLATE \"C\" NOT NULL PRIMARY KEY)",
  ]

  /// A tsvector holds 1 MB and counts places up to here; the end of a longer text is not found.
  private static let mostWords = 16_000
  private static let longestText = 200_000

  static func add(_ id: Int64, subject: String, body: String, in db: any Database) throws {
    let stemmer = Stemmer()
    let stems = CutWord.all(in: "\(subject) \(body.prefix(longestText))").prefix(mostWords).map { stemmer.stem($0.folded) }
    try db.runLast("INSERT INTO search_text (message_id, words) VALUES (\(id), CAST(\(vector(stems, id)) AS tsvector))")
    // In one order, so that two messages with the same new words cannot wait for each other in a circle.
    let words = Set(stems).sorted().joined(separator: " ")
    try db.runLast(
      """
      INSERT INTO search_word (word)
      SELECT w FROM unnest(string_to_array(\(words), ' ')) AS w WHERE w <> '' AND NOT EXISTS (SELECT 1 FROM search_word k WHERE k.word = w)
      ORDER BY w COLLATE "C" ON CONFLICT (word) DO NOTHING
      """)
  }

  /// Stems are letters and digits only: nothing in them ends the quotes.
  private static func vector(_ stems: [String], _ id: Int64) -> String {
    var places: [String: [String]] = [:]
    for (index, stem) in stems.enumerated() { places[stem, default: []].append(String(index + 1)) }
    let words = places.map { "'\($0.key)':\($0.value.prefix(200).joined(separator: ","))" }
    return (words + ["'\(near(id))'", "'\(far(id))'"]).joined(separator: " ")
  }

  static func remove(_ id: Int64, in db: any Database) throws {
    try db.runLast("DELETE FROM search_text WHERE message_id = \(id)")
  }

  static func has(_ stems: SearchStems) -> SQL {
    "EXISTS (SELECT 1 FROM search_text x WHERE x.message_id = m.id AND x.words @@ CAST(\(expression(stems)) AS tsquery))"
  }

  static func completions(of stem: String, limit: Int, in db: any Database) throws -> [String] {
    try db.values("SELECT word FROM search_word WHERE word >= \(stem) AND word < \(stem + "\u{10FFFF}") ORDER BY word LIMIT \(limit)")
  }

  // A GIN index gathers every match before the first can be seen. So a word is looked for among the newest messages first;
  // only one that is rare there is looked for in the whole index. Words of no language, `~` and `^`, say in which stretch of
  // ids a message is: GIN walks two lists by the shorter one.
  enum Reach {
    case newest(before: Int64)
    /// In the stretches that these words stand for; `nil` is everywhere.
    case stretch([String]?, before: Int64)
  }

  private static let newestCount: Int64 = 2000
  private static func near(_ id: Int64) -> String { "~\(id >> 16)" }
  private static func far(_ id: Int64) -> String { "^\(id >> 19)" }

  /// From the nearest to everything, as far as there is a difference.
  static func reaches(before: Int64, in db: any Database) throws -> [Reach] {
    let newest: Int64 = try db.value("SELECT max(message_id) FROM search_text") ?? 0
    let before = min(before, newest + 1)
    var reaches = [Reach.newest(before: before)]
    if before > newestCount { reaches.append(.stretch([near(before), near(before - (1 << 16))], before: before)) }
    if before >= 2 << 16 { reaches.append(.stretch([far(before), far(before - (1 << 19))], before: before)) }
    if before >= 2 << 19 { reaches.append(.stretch(nil, before: before)) }
    return reaches
  }

  static func newest(_ stems: SearchStems, limit: Int, reach: Reach) -> SQL {
    switch reach {
    case .newest(let before):
      return """
        SELECT message_id AS id FROM (SELECT message_id, words FROM search_text WHERE message_id < \(before)
          ORDER BY message_id DESC LIMIT \(newestCount)) AS n
        WHERE words @@ CAST(\(expression(stems)) AS tsquery) ORDER BY message_id DESC LIMIT \(limit)
        """
    case .stretch(let marks, let before):
      let stretch = marks.map { "(" + $0.map { "'\($0)'" }.joined(separator: " | ") + ") & " } ?? ""
      // `+ 0` keeps the planner from walking all ids backwards in the hope of meeting the words.
      return """
        SELECT message_id AS id FROM search_text WHERE words @@ CAST(\(stretch + expression(stems)) AS tsquery) AND message_id + 0 < \(before)
        ORDER BY message_id + 0 DESC LIMIT \(limit)
        """
    }
  }

  private static func expression(_ stems: SearchStems) -> String {
    (stems.wanted.map(expression) + stems.unwanted.map { "!\(expression($0))" }).joined(separator: " & ")
  }

  private static func expression(_ term: SearchStems.Term) -> String {
    let words = term.stems.map { "'\($0)'" }.joined(separator: " <-> ")
    return "(" + ([words] + term.others.map { "'\($0)'" }).joined(separator: " | ") + ")"
  }
}
