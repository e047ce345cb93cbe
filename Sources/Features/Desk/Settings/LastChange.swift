import Storage
import Web

/// Who changed a record last, and when: from the newest event of it.
package struct LastChange: Sendable {
  package let name: String?
  package let at: Instant

  package static func of(_ subject: Event.Subject, in db: any Database) throws -> LastChange? {
    guard
      let row = try db.row(
        """
        SELECT v.at, e.name FROM event v LEFT JOIN employee e ON v.actor_kind = 'employee' AND e.id = v.actor_id
        WHERE v.subject_kind = \(subject.kind) AND v.subject_id = \(subject.id) ORDER BY v.id DESC LIMIT 1
        """)
    else { return nil }
    return LastChange(name: try row["name"], at: try row["at"])
  }

  package func sentence(_ frame: Frame) -> HTML {
    let time = frame.clock.element(at)
    guard let name else { return "\(frame.t("form.changedAt")) \(time)." }
    return "\(frame.t("form.changedBy", ["name": name])) \(time)."
  }
}
