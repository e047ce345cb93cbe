import Storage

enum ClientsSchema {
  static let steps = [
    Migration(
      "2026-11-22 clients: begin",
      [
        """
        CREATE TABLE company (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          public_id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL CHECK (name <> ''),
          sort_name TEXT NOT NULL,
          note TEXT NOT NULL DEFAULT '',
          rev INTEGER NOT NULL DEFAULT 1,
          created_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX company_name ON company (sort_name, id)",
        """
        CREATE TABLE company_domain (
          domain TEXT NOT NULL PRIMARY KEY CHECK (domain <> ''),
          company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE
        ) STRICT
        """,
        "CREATE INDEX company_domain_company ON company_domain (company_id)",
        """
        CREATE TABLE contact (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          public_id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL CHECK (name <> ''),
          sort_name TEXT NOT NULL,
          company_id INTEGER REFERENCES company (id),
          language TEXT CHECK (language IN ('ru', 'en')),
          note TEXT NOT NULL DEFAULT '',
          rev INTEGER NOT NULL DEFAULT 1,
          created_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX contact_company ON contact (company_id, sort_name, id)",
        "CREATE INDEX contact_name ON contact (sort_name, id)",
        """
        CREATE TABLE contact_email (
          email TEXT NOT NULL PRIMARY KEY CHECK (email <> ''),
          contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          bounced_at INTEGER,
          bounce_reason TEXT
        ) STRICT
        """,
        "CREATE INDEX contact_email_contact ON contact_email (contact_id, position)",
      ]),
    words,
  ]
}
