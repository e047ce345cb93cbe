import Storage

enum PeopleSchema {
  static let steps = [
    Migration(
      "2026-11-22 people: begin",
      [
        "CREATE TABLE role (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, name TEXT NOT NULL) STRICT",
        """
        CREATE TABLE role_right (
          role_id INTEGER NOT NULL REFERENCES role (id) ON DELETE CASCADE,
          right_key TEXT NOT NULL,
          scope TEXT NOT NULL CHECK (scope IN ('own', 'team', 'all')),
          PRIMARY KEY (role_id, right_key)
        ) STRICT
        """,
        """
        CREATE TABLE employee (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          public_id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL CHECK (name <> ''),
          email TEXT NOT NULL UNIQUE CHECK (email <> ''),
          password_hash TEXT,
          role_id INTEGER NOT NULL REFERENCES role (id),
          is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
          language TEXT NOT NULL CHECK (language IN ('ru', 'en')),
          time_zone TEXT NOT NULL,
          theme TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
          density TEXT NOT NULL DEFAULT 'cozy' CHECK (density IN ('cozy', 'compact')),
          has_shortcuts INTEGER NOT NULL DEFAULT 1 CHECK (has_shortcuts IN (0, 1)),
          undo_seconds INTEGER NOT NULL DEFAULT 10 CHECK (undo_seconds BETWEEN 0 AND 60),
          signature TEXT NOT NULL DEFAULT '',
          created_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE CHECK (name <> ''), is_active INTEGER NOT NULL DEFAULT 1) STRICT",
        """
        CREATE TABLE team_member (
          team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
          employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
          PRIMARY KEY (team_id, employee_id)
        ) STRICT
        """,
        "CREATE INDEX team_member_employee ON team_member (employee_id)",
        """
        CREATE TABLE session (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          token_hash TEXT NOT NULL UNIQUE,
          employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
          created_at INTEGER NOT NULL,
          seen_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          address TEXT NOT NULL,
          browser TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX session_employee ON session (employee_id, seen_at)",
        """
        CREATE TABLE sign_in_attempt (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          email TEXT NOT NULL,
          address TEXT NOT NULL,
          at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX sign_in_attempt_email ON sign_in_attempt (email, at)",
        "CREATE INDEX sign_in_attempt_address ON sign_in_attempt (address, at)",
      ]),
    Migration("2026-11-22 people: ready roles") { db in
      for role in ReadyRole.allCases {
        let id: Int64? = try db.value("INSERT INTO role (key, name) VALUES (\(role.rawValue), \(role.rawValue)) RETURNING id")
        for right in role.rights {
          try db.run("INSERT INTO role_right (role_id, right_key, scope) VALUES (\(id), \(right), 'all')")
        }
      }
    },
    Migration("2026-11-24 people: known browsers, revisions", SignInSchema.knownBrowsers),
    // Names of columns with commas between them.
    Migration("2026-11-27 people: columns of lists", ["ALTER TABLE employee ADD COLUMN hidden_columns TEXT NOT NULL DEFAULT ''"]),
    Migration("2026-11-27 people: signatures of teams", ["ALTER TABLE team ADD COLUMN signature TEXT NOT NULL DEFAULT ''"]),
    Migration(
      "2026-11-27 people: what is forgotten",
      [
        "CREATE INDEX session_seen ON session (seen_at)",
        "CREATE INDEX session_expires ON session (expires_at)",
        """
        CREATE TABLE password_request (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          email TEXT NOT NULL,
          address TEXT NOT NULL,
          at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX password_request_email ON password_request (email, at)",
        "CREATE INDEX password_request_address ON password_request (address, at)",
        "CREATE INDEX password_request_at ON password_request (at)",
      ]),
  ]
}

private enum SignInSchema {
  static let knownBrowsers: [SQL] = [
    // Browsers in which somebody signed in before: throttling does not hold the owner up there.
    """
    CREATE TABLE known_browser (
      token_hash TEXT NOT NULL,
      employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
      seen_at INTEGER NOT NULL,
      failures INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (token_hash, employee_id)
    ) STRICT
    """,
    "CREATE INDEX known_browser_employee ON known_browser (employee_id)",
    "CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at)",
    "ALTER TABLE employee ADD COLUMN rev INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE employee ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1))",
    "CREATE INDEX employee_name ON employee (name, id)",
    "CREATE INDEX employee_role ON employee (role_id)",
    "ALTER TABLE team ADD COLUMN rev INTEGER NOT NULL DEFAULT 1",
  ]
}
