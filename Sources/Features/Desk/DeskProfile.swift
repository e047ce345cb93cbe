import Storage
import Web

/// The desk itself: its company, language and zone. One row.
package struct DeskProfile: Sendable {
  package var name: String
  package var language: Language
  package var timeZone: String
  /// False until the wizard or `otklik setup` made the first administrator.
  package var isSetUp: Bool
  /// The wizard's next step, `nil` when it was finished or dismissed.
  package var setupStep: String?

  package static let unknown = DeskProfile(name: "", language: .ru, timeZone: "Europe/Moscow", isSetUp: false, setupStep: nil)

  package static func load(in db: any Database) throws -> DeskProfile {
    guard let row = try db.row("SELECT name, language, time_zone, is_set_up, setup_step FROM desk WHERE id = 1") else { return .unknown }
    return DeskProfile(
      name: try row["name"], language: try row["language"], timeZone: try row["time_zone"], isSetUp: try row["is_set_up"],
      setupStep: try row["setup_step"])
  }

  package func save(in db: any Database) throws {
    try db.run(
      """
      INSERT INTO desk (id, name, language, time_zone, is_set_up, setup_step)
      VALUES (1, \(name), \(language), \(timeZone), \(isSetUp), \(setupStep))
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language, time_zone = excluded.time_zone,
        is_set_up = excluded.is_set_up, setup_step = excluded.setup_step
      """)
  }
}

enum DeskSchema {
  static let steps = [
    Migration(
      "2026-11-22 desk: begin",
      [
        """
        CREATE TABLE desk (
          id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
          name TEXT NOT NULL,
          language TEXT NOT NULL CHECK (language IN ('ru', 'en')),
          time_zone TEXT NOT NULL,
          is_set_up INTEGER NOT NULL CHECK (is_set_up IN (0, 1)),
          setup_step TEXT
        ) STRICT
        """,
        "CREATE TABLE once (key TEXT NOT NULL PRIMARY KEY, result TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
        "CREATE INDEX once_at ON once (at)",
      ])
  ]
}
