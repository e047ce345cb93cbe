import Storage

/// The frame of the settings, what the desk says of itself, and the first-run wizard.
package enum DeskSettings: Feature {
  package static var schema: [Migration] { DeskSettingsSchema.steps }

  package static func routes(_ routes: Routes) {
    SettingsRoutes.add(to: routes)
    SetupRoutes.add(to: routes)
  }

  package static var settings: [SettingsEntry] {
    [SettingsEntry(path: "/settings/desk", title: "settings.desk", about: "settings.desk.about", icon: "house", right: .viewSettings)]
  }

  package static var setupSteps: [any SetupStep] { [FirstTicketStep()] }
}

/// The log of changes; last in the menu.
package enum Auditing: Feature {
  package static var schema: [Migration] { AuditSchema.steps }
  package static func routes(_ routes: Routes) { AuditRoutes.add(to: routes) }
  package static var settings: [SettingsEntry] {
    [
      SettingsEntry(path: "/settings/audit", title: "settings.audit", about: "settings.audit.about", icon: "history", right: .viewAudit),
      SettingsEntry(path: "/settings/jobs", title: "jobs.title", about: "jobs.about", icon: "wrench", right: .viewAudit),
    ]
  }
}

enum DeskSettingsSchema {
  static let steps = [
    Migration(
      "2026-11-24 desk: revision, progress of the set-up",
      [
        "ALTER TABLE desk ADD COLUMN rev INTEGER NOT NULL DEFAULT 1",
        """
        CREATE TABLE setup_progress (
          step TEXT NOT NULL PRIMARY KEY,
          state TEXT NOT NULL CHECK (state IN ('done', 'skipped')),
          at INTEGER NOT NULL
        ) STRICT
        """,
      ]),
    Migration(
      "2026-11-27 desk: closing of finished tickets",
      ["ALTER TABLE desk ADD COLUMN close_after_days INTEGER NOT NULL DEFAULT 7 CHECK (close_after_days BETWEEN 1 AND 365)"]),
  ]
}
