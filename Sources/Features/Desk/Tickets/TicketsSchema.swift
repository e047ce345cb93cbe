import Storage

enum TicketsSchema {
  static let steps = [
    Migration("2026-11-22 tickets: begin", dictionaries + tickets + conversation + work),
    Migration("2026-11-22 tickets: ready statuses, priorities, types", body: readyRows),
    Migration(
      "2026-11-27 tickets: return times, kinds of relation, joined tickets",
      [
        "ALTER TABLE ticket ADD COLUMN postponed_until INTEGER",
        "ALTER TABLE ticket ADD COLUMN relation TEXT CHECK (relation IN ('named', 'continued'))",
        "ALTER TABLE ticket ADD COLUMN joined_number INTEGER REFERENCES ticket (number)",
      ]),
  ]

  private static let dictionaries: [SQL] = [
    """
    CREATE TABLE status (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT UNIQUE,
      name TEXT NOT NULL CHECK (name <> ''),
      category TEXT NOT NULL CHECK (category IN ('new', 'open', 'waitingForClient', 'waitingForOthers', 'postponed', 'done', 'closed')),
      position INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE priority (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT UNIQUE,
      name TEXT NOT NULL CHECK (name <> ''),
      weight INTEGER NOT NULL UNIQUE,
      color TEXT NOT NULL,
      is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1))
    ) STRICT
    """,
    """
    CREATE TABLE ticket_type (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT UNIQUE,
      name TEXT NOT NULL CHECK (name <> ''),
      is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1))
    ) STRICT
    """,
  ]

  /// The last check is the promise that nothing is forgotten: who must act, and when the desk brings it up again.
  private static let tickets: [SQL] = [
    """
    CREATE TABLE ticket (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      subject TEXT NOT NULL CHECK (subject <> ''),
      type_id INTEGER NOT NULL REFERENCES ticket_type (id),
      priority_id INTEGER NOT NULL REFERENCES priority (id),
      priority_weight INTEGER NOT NULL,
      status_id INTEGER NOT NULL REFERENCES status (id),
      category TEXT NOT NULL CHECK (category IN ('new', 'open', 'waitingForClient', 'waitingForOthers', 'postponed', 'done', 'closed')),
      is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
      status_since INTEGER NOT NULL,
      channel TEXT NOT NULL CHECK (channel IN ('mail', 'web', 'portal', 'api')),
      requester_id INTEGER REFERENCES contact (id),
      company_id INTEGER REFERENCES company (id),
      assignee_id INTEGER REFERENCES employee (id),
      team_id INTEGER REFERENCES team (id),
      mailbox_id INTEGER,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      completed_at INTEGER,
      closed_at INTEGER,
      answered_at INTEGER,
      awaiting_since INTEGER,
      due_at INTEGER,
      due_sort INTEGER NOT NULL,
      breached_at INTEGER,
      is_at_risk INTEGER NOT NULL DEFAULT 0 CHECK (is_at_risk IN (0, 1)),
      risks TEXT NOT NULL DEFAULT '',
      next_at INTEGER,
      message_count INTEGER NOT NULL DEFAULT 0,
      has_attachments INTEGER NOT NULL DEFAULT 0 CHECK (has_attachments IN (0, 1)),
      preview TEXT NOT NULL DEFAULT '',
      related_number INTEGER REFERENCES ticket (number),
      rev INTEGER NOT NULL DEFAULT 1,
      CHECK (is_open = 1 OR category IN ('done', 'closed')),
      CHECK (is_open = 0 OR category NOT IN ('done', 'closed')),
      CHECK (category = 'closed' OR ((assignee_id IS NOT NULL OR team_id IS NOT NULL) AND next_at IS NOT NULL))
    ) STRICT
    """,
    "CREATE INDEX ticket_requester ON ticket (requester_id, number)",
    "CREATE INDEX ticket_company ON ticket (company_id, number)",
    """
    CREATE TABLE ticket_count (
      bucket TEXT NOT NULL,
      shard INTEGER NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (bucket, shard)
    ) STRICT
    """,
    """
    CREATE TABLE ticket_observer (
      ticket_number INTEGER NOT NULL REFERENCES ticket (number),
      kind TEXT NOT NULL CHECK (kind IN ('employee', 'contact', 'team')),
      observer_id INTEGER NOT NULL,
      PRIMARY KEY (ticket_number, kind, observer_id)
    ) STRICT
    """,
    "CREATE INDEX ticket_observer_who ON ticket_observer (kind, observer_id, ticket_number)",
    // The key is the name in lower case: a tag is the same in any case.
    """
    CREATE TABLE tag (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL CHECK (name <> ''),
      key TEXT NOT NULL UNIQUE CHECK (key <> '')
    ) STRICT
    """,
    """
    CREATE TABLE ticket_tag (
      ticket_number INTEGER NOT NULL REFERENCES ticket (number),
      tag_id INTEGER NOT NULL REFERENCES tag (id),
      PRIMARY KEY (ticket_number, tag_id)
    ) STRICT
    """,
    "CREATE INDEX ticket_tag_tag ON ticket_tag (tag_id, ticket_number)",
  ]

  private static let conversation: [SQL] = [
    """
    CREATE TABLE message (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      ticket_number INTEGER NOT NULL REFERENCES ticket (number),
      kind TEXT NOT NULL CHECK (kind IN ('public', 'note')),
      author_kind TEXT NOT NULL CHECK (author_kind IN ('employee', 'contact', 'desk')),
      author_id INTEGER,
      author_name TEXT NOT NULL,
      author_email TEXT,
      channel TEXT NOT NULL CHECK (channel IN ('mail', 'web', 'portal', 'api')),
      created_at INTEGER NOT NULL,
      source TEXT NOT NULL,
      html TEXT NOT NULL,
      text TEXT NOT NULL,
      is_verified INTEGER CHECK (is_verified IN (0, 1)),
      recipients TEXT NOT NULL DEFAULT '[]',
      delivery TEXT NOT NULL DEFAULT 'none' CHECK (delivery IN ('none', 'held', 'queued', 'sent', 'failed', 'bounced')),
      delivery_note TEXT,
      delivered_at INTEGER,
      send_at INTEGER,
      mail_id INTEGER,
      CHECK ((author_kind = 'desk') = (author_id IS NULL)),
      CHECK ((delivery = 'held') = (send_at IS NOT NULL))
    ) STRICT
    """,
    "CREATE INDEX message_ticket ON message (ticket_number, id)",
    "CREATE INDEX message_mail ON message (mail_id) WHERE mail_id IS NOT NULL",
    """
    CREATE TABLE attachment (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      public_id TEXT NOT NULL UNIQUE,
      ticket_number INTEGER REFERENCES ticket (number),
      message_id INTEGER REFERENCES message (id),
      uploader_id INTEGER REFERENCES employee (id),
      blob TEXT NOT NULL,
      name TEXT NOT NULL CHECK (name <> ''),
      content_type TEXT NOT NULL,
      size INTEGER NOT NULL,
      is_inline INTEGER NOT NULL DEFAULT 0 CHECK (is_inline IN (0, 1)),
      content_id TEXT,
      is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),
      is_executable INTEGER NOT NULL DEFAULT 0 CHECK (is_executable IN (0, 1)),
      created_at INTEGER NOT NULL,
      CHECK (ticket_number IS NOT NULL OR uploader_id IS NOT NULL)
    ) STRICT
    """,
    "CREATE INDEX attachment_message ON attachment (message_id)",
    "CREATE INDEX attachment_ticket ON attachment (ticket_number, id)",
    "CREATE INDEX attachment_blob ON attachment (blob)",
    "CREATE INDEX attachment_waiting ON attachment (created_at) WHERE message_id IS NULL",
  ]

  private static let work: [SQL] = [
    """
    CREATE TABLE draft (
      ticket_number INTEGER NOT NULL REFERENCES ticket (number),
      employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('public', 'note')),
      text TEXT NOT NULL CHECK (text <> ''),
      format TEXT NOT NULL CHECK (format IN ('text', 'html')),
      saved_at INTEGER NOT NULL,
      PRIMARY KEY (ticket_number, employee_id, kind)
    ) STRICT
    """,
    "CREATE INDEX draft_employee ON draft (employee_id)",
    """
    CREATE TABLE new_ticket_draft (
      employee_id INTEGER NOT NULL PRIMARY KEY REFERENCES employee (id) ON DELETE CASCADE,
      text TEXT NOT NULL CHECK (text <> ''),
      saved_at INTEGER NOT NULL
    ) STRICT
    """,
  ]

  private static func readyRows(_ db: any Database) throws {
    let statuses = [
      ("new", "new"), ("open", "open"), ("waiting", "waitingForClient"), ("outside", "waitingForOthers"), ("postponed", "postponed"),
      ("done", "done"), ("closed", "closed"),
    ]
    for (position, status) in statuses.enumerated() {
      try db.run("INSERT INTO status (key, name, category, position) VALUES (\(status.0), \(status.0), \(status.1), \(position))")
    }
    for (weight, priority) in [("low", "gray"), ("normal", "blue"), ("high", "orange"), ("critical", "red")].enumerated() {
      try db.run(
        "INSERT INTO priority (key, name, weight, color, is_default) VALUES (\(priority.0), \(priority.0), \(weight + 1), \(priority.1), \(priority.0 == "normal"))"
      )
    }
    for type in ["incident", "request", "question"] {
      try db.run("INSERT INTO ticket_type (key, name, is_default) VALUES (\(type), \(type), \(type == "request"))")
    }
    try db.run("INSERT INTO team (name) VALUES ('Support')")
  }
}
