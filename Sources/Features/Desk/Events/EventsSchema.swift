import Storage

enum EventsSchema {
  static let steps = [
    Migration(
      "2026-11-22 events: begin",
      [
        """
        CREATE TABLE event (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          at INTEGER NOT NULL,
          kind TEXT NOT NULL,
          subject_kind TEXT NOT NULL,
          subject_id INTEGER NOT NULL,
          actor_kind TEXT NOT NULL CHECK (actor_kind IN ('employee', 'contact', 'desk')),
          actor_id INTEGER,
          changes TEXT NOT NULL,
          facts TEXT NOT NULL,
          cause_id INTEGER REFERENCES event (id),
          CHECK ((actor_kind = 'desk') = (actor_id IS NULL))
        ) STRICT
        """,
        "CREATE INDEX event_subject ON event (subject_kind, subject_id, id)",
        "CREATE INDEX event_kind ON event (kind, id)",
      ])
  ]
}
