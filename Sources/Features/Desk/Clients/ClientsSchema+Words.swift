import Storage

extension ClientsSchema {
  /// Names and addresses word by word, so that a client is found by any of them; and the domains that contacts write from.
  static let words = Migration("2026-11-24 clients: words to find them by") { db in
    let table: SQL = """
      CREATE TABLE client_word (
        kind TEXT NOT NULL CHECK (kind IN ('company', 'contact', 'domain')),
        word TEXT NOT NULL CHECK (word <> ''),
        client_id INTEGER NOT NULL,
        PRIMARY KEY (kind, word, client_id)
      ) STRICT, WITHOUT ROWID
      """
    try db.run(db.dialect.schema(table))
    if db.dialect == .postgresql {
      // Beginnings of words are looked up by ranges, which only byte order makes contiguous.
      try db.run("ALTER TABLE client_word ALTER COLUMN word TYPE TEXT COLLATE \"C\"")
      try db.run("ALTER TABLE company ALTER COLUMN sort_name TYPE TEXT COLLATE \"C\"")
      try db.run("ALTER TABLE contact ALTER COLUMN sort_name TYPE TEXT COLLATE \"C\"")
    }
    try db.run("CREATE INDEX client_word_client ON client_word (kind, client_id, word)")
    for row in try db.rows("SELECT id, name FROM company") { try ClientWords.save(company: row[0], name: row[1], in: db) }
    for row in try db.rows("SELECT id, name FROM contact") {
      let id: Int64 = try row[0]
      let emails: [String] = try db.values("SELECT email FROM contact_email WHERE contact_id = \(id)")
      try ClientWords.save(contact: id, name: row[1], emails: emails, in: db)
    }
  }
}
