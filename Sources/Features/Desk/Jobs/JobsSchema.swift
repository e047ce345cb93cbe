import Storage

enum JobsSchema {
  static let steps = [
    Migration(
      "2026-11-22 jobs: begin",
      [
        """
        CREATE TABLE job (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          kind TEXT NOT NULL,
          payload TEXT NOT NULL,
          run_at INTEGER NOT NULL,
          key TEXT,
          lane TEXT,
          attempts INTEGER NOT NULL DEFAULT 0,
          generation INTEGER NOT NULL DEFAULT 0,
          created_at INTEGER NOT NULL,
          leased_until INTEGER,
          failed_at INTEGER,
          last_error TEXT,
          UNIQUE (kind, key)
        ) STRICT
        """,
        "CREATE INDEX job_due ON job (run_at) WHERE failed_at IS NULL",
        "CREATE INDEX job_lane ON job (lane, id) WHERE lane IS NOT NULL AND failed_at IS NULL",
        "CREATE INDEX job_failed ON job (failed_at) WHERE failed_at IS NOT NULL",
      ]),
    // Which process took the job: after its death the next one in its place gives it back.
    Migration("2026-11-27 jobs: whose lease", ["ALTER TABLE job ADD COLUMN leased_by TEXT"]),
    Migration(
      "2026-11-27 jobs: leases of work without an end",
      ["CREATE TABLE lease (name TEXT PRIMARY KEY, held_by TEXT NOT NULL, held_until INTEGER NOT NULL) STRICT"]),
  ]
}
