import Storage

/// How long each ticket was in each status and in each pair of hands.
enum StaySchema {
  static let steps = [
    Migration(
      "2026-11-27 service: time by status and by hands",
      [
        """
        CREATE TABLE ticket_stay (
          ticket_number INTEGER NOT NULL REFERENCES ticket (number),
          kind TEXT NOT NULL CHECK (kind IN ('status', 'hands')),
          holder_id INTEGER NOT NULL,
          total INTEGER NOT NULL CHECK (total >= 0),
          business INTEGER NOT NULL CHECK (business >= 0),
          times INTEGER NOT NULL CHECK (times >= 0),
          began_at INTEGER,
          ended_at INTEGER,
          PRIMARY KEY (ticket_number, kind, holder_id)
        ) STRICT
        """,
        "CREATE INDEX ticket_stay_ended ON ticket_stay (holder_id, ended_at) WHERE kind = 'status' AND ended_at IS NOT NULL",
      ])
  ]
}
