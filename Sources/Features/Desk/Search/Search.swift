import Storage

/// Full-text search over subjects and messages. The engines differ: `Search+SQLite.swift`, `Search+PostgreSQL.swift`.
/// The subject is indexed with the first message of its ticket.
package enum Search {
  /// - Parameter title: the subject, with the first message of a ticket.
  static func add(_ message: Message, titled title: String = "", in db: any Database) throws {
    try add(message.id, subject: title, body: message.text, in: db)
  }

  package static func add(_ message: Int64, subject: String, body: String, in db: any Database) throws {
    switch db.dialect {
    case .sqlite: try SQLiteSearch.add(message, subject: subject, body: body, in: db)
    case .postgresql: try PostgreSQLSearch.add(message, subject: subject, body: body, in: db)
    }
  }

  /// For a later message that is taken back.
  static func remove(_ message: Message, in db: any Database) throws {
    switch db.dialect {
    case .sqlite: try SQLiteSearch.remove(message.id, subject: "", body: message.text, in: db)
    case .postgresql: try PostgreSQLSearch.remove(message.id, in: db)
    }
  }

  static func rename(_ ticket: Ticket, from old: String, in db: any Database) throws {
    guard let row = try db.row("SELECT id, text FROM message WHERE ticket_number = \(ticket.number) ORDER BY id LIMIT 1") else { return }
    let (first, body): (Int64, String) = (try row[0], try row[1])
    switch db.dialect {
    case .sqlite: try SQLiteSearch.remove(first, subject: old, body: body, in: db)
    case .postgresql: try PostgreSQLSearch.remove(first, in: db)
    }
    try add(first, subject: ticket.subject, body: body, in: db)
  }
}

extension Search {
  /// Reads the newest messages with an id under `before` that have the words, through a statement that `read` is given: it
  /// yields the one column `id`, newest first.
  static func newest<T>(_ stems: SearchStems, before: Int64, limit: Int, in db: any Database, read: (SQL) throws -> [T]) throws -> [T] {
    switch db.dialect {
    case .sqlite: return try read(SQLiteSearch.newest(stems, before: before, limit: limit))
    case .postgresql:
      var found: [T] = []
      for reach in try PostgreSQLSearch.reaches(before: before, in: db) {
        found = try read(PostgreSQLSearch.newest(stems, limit: limit, reach: reach))
        if found.count >= limit { break }
      }
      return found
    }
  }

  /// Whether a message has the words: a condition over `message m`.
  static func has(_ stems: SearchStems, in db: any Database) -> SQL {
    db.dialect == .sqlite ? SQLiteSearch.has(stems) : PostgreSQLSearch.has(stems)
  }

  /// Stems of the index that begin so, in the order of the alphabet.
  static func completions(of stem: String, limit: Int, in db: any Database) throws -> [String] {
    switch db.dialect {
    case .sqlite: try SQLiteSearch.completions(of: stem, limit: limit, in: db)
    case .postgresql: try PostgreSQLSearch.completions(of: stem, limit: limit, in: db)
    }
  }
}
