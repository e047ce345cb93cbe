import Storage

/// What employees are told of, in the desk and by mail.
package enum Notifications: Feature {
  package static var schema: [Migration] { NotificationsSchema.steps }
  package static func routes(_ routes: Routes) { NoticeRoutes.add(to: routes) }
  package static func heard(_ event: Event, in change: Transaction) throws { try Notifying(event: event, change: change)?.run() }
}

enum NotificationsSchema {
  static let steps = [
    Migration(
      "2026-11-25 notifications: begin",
      [
        // One a person and event, however many reasons there are to tell that person.
        """
        CREATE TABLE notification (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind <> ''),
          ticket_number INTEGER NOT NULL REFERENCES ticket (number),
          event_id INTEGER NOT NULL REFERENCES event (id),
          at INTEGER NOT NULL,
          read_at INTEGER,
          in_desk INTEGER NOT NULL CHECK (in_desk IN (0, 1)),
          by_mail INTEGER NOT NULL CHECK (by_mail IN (0, 1)),
          mailed_at INTEGER,
          UNIQUE (employee_id, event_id),
          CHECK (in_desk = 1 OR by_mail = 1)
        ) STRICT
        """,
        "CREATE INDEX notification_list ON notification (employee_id, id) WHERE in_desk = 1",
        "CREATE INDEX notification_unread ON notification (employee_id, ticket_number, id) WHERE in_desk = 1 AND read_at IS NULL",
        "CREATE INDEX notification_event ON notification (event_id)",
        """
        CREATE TABLE notification_setting (
          employee_id INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
          kind TEXT NOT NULL,
          in_desk INTEGER NOT NULL CHECK (in_desk IN (0, 1)),
          by_mail INTEGER NOT NULL CHECK (by_mail IN (0, 1)),
          PRIMARY KEY (employee_id, kind)
        ) STRICT
        """,
      ])
  ]
}
