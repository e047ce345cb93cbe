import Desk
import Storage

enum SLASchema {
  static let steps = [
    Migration("2026-11-23 service: calendars and service levels", settings + counting),
    Migration("2026-11-23 service: ready calendar and policy", body: ReadyLevels.insert),
    Migration("2026-11-27 service: known service levels") { db in
      try db.run(db.dialect.schema("ALTER TABLE sla_policy ADD COLUMN stamp TEXT NOT NULL DEFAULT ''"))
      try ServiceLevels.restamp(in: db)
    },
  ]

  private static let settings: [SQL] = [
    """
    CREATE TABLE calendar (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT UNIQUE,
      name TEXT NOT NULL CHECK (name <> ''),
      hours TEXT NOT NULL,
      is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
      rev INTEGER NOT NULL DEFAULT 1,
      created_at INTEGER NOT NULL,
      removed_at INTEGER,
      CHECK (is_default = 0 OR removed_at IS NULL)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX calendar_name ON calendar (name) WHERE removed_at IS NULL",
    "CREATE UNIQUE INDEX calendar_default ON calendar (is_default) WHERE is_default = 1",
    """
    CREATE TABLE sla_policy (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE CHECK (name <> ''),
      is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
      unanswered_after INTEGER NOT NULL CHECK (unanswered_after > 0),
      untouched_after INTEGER NOT NULL CHECK (untouched_after > 0),
      silent_after INTEGER NOT NULL CHECK (silent_after > 0),
      stuck_times INTEGER NOT NULL CHECK (stuck_times > 1),
      usual_stays TEXT NOT NULL DEFAULT '{}',
      rev INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    "CREATE UNIQUE INDEX sla_policy_default ON sla_policy (is_default) WHERE is_default = 1",
    """
    CREATE TABLE sla_rule (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      policy_id INTEGER NOT NULL REFERENCES sla_policy (id),
      key TEXT UNIQUE,
      name TEXT NOT NULL CHECK (name <> ''),
      position INTEGER NOT NULL,
      conditions TEXT NOT NULL,
      targets TEXT NOT NULL,
      calendar_id INTEGER NOT NULL REFERENCES calendar (id),
      rev INTEGER NOT NULL DEFAULT 1,
      removed_at INTEGER
    ) STRICT
    """,
    "CREATE INDEX sla_rule_order ON sla_rule (policy_id, position) WHERE removed_at IS NULL",
    "CREATE INDEX sla_rule_calendar ON sla_rule (calendar_id) WHERE removed_at IS NULL",
    """
    CREATE TABLE sla_recount (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done')),
      began_at INTEGER NOT NULL,
      ended_at INTEGER,
      reached INTEGER NOT NULL,
      total INTEGER NOT NULL,
      done INTEGER NOT NULL,
      changed INTEGER NOT NULL
    ) STRICT
    """,
  ]

  private static let counting: [SQL] = [
    """
    CREATE TABLE sla_ticket (
      ticket_number INTEGER NOT NULL PRIMARY KEY REFERENCES ticket (number),
      rule_id INTEGER REFERENCES sla_rule (id),
      stays TEXT NOT NULL,
      wakes_at INTEGER,
      asked TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE sla_clock (
      ticket_number INTEGER NOT NULL REFERENCES ticket (number),
      target TEXT NOT NULL CHECK (target IN ('firstResponse', 'nextResponse', 'resolution', 'queue', 'visit')),
      round INTEGER NOT NULL CHECK (round > 0),
      rule_id INTEGER REFERENCES sla_rule (id),
      calendar_id INTEGER NOT NULL REFERENCES calendar (id),
      promise TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      used INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'standing', 'met')),
      state_since INTEGER NOT NULL,
      state_category TEXT,
      state_due INTEGER,
      missed_at INTEGER,
      manual_due INTEGER,
      manual_by INTEGER REFERENCES employee (id),
      manual_at INTEGER,
      manual_reason TEXT,
      due_at INTEGER,
      due_set_at INTEGER NOT NULL,
      breached_at INTEGER,
      met_at INTEGER,
      elapsed INTEGER NOT NULL,
      remaining INTEGER NOT NULL,
      counted_at INTEGER NOT NULL,
      alarmed TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (ticket_number, target, round),
      CHECK ((state = 'met') = (met_at IS NOT NULL)),
      CHECK ((state = 'standing') = (state_category IS NOT NULL)),
      CHECK ((manual_due IS NULL) = (manual_by IS NULL) AND (manual_due IS NULL) = (manual_reason IS NULL))
    ) STRICT
    """,
  ]
}
