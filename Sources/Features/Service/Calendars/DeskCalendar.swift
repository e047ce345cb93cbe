import Desk
import Storage

/// A calendar of working hours under a name. Deadlines are counted by it.
struct DeskCalendar: Sendable {
  let id: Int64
  /// Of the calendar that the desk began with, until somebody renames it.
  let key: String?
  let name: String
  let isDefault: Bool
  let rev: Int64
  let hours: WorkCalendar

  static let memo = JSONMemo<WorkCalendar>()
}

extension DeskCalendar {
  init(row: Row) throws {
    self.init(
      id: try row["id"], key: try row["key"], name: try row["name"], isDefault: try row["is_default"], rev: try row["rev"],
      hours: try Self.memo(row["hours"]))
  }

  /// In use, the default one first.
  static func all(in db: any Database) throws -> [DeskCalendar] {
    try db.rows("SELECT * FROM calendar WHERE removed_at IS NULL ORDER BY is_default DESC, name, id LIMIT 500").map(DeskCalendar.init)
  }

  /// Removed ones too: the deadlines that they gave can still be explained.
  static func find(_ id: Int64, in db: any Database) throws -> DeskCalendar? {
    try db.row("SELECT * FROM calendar WHERE id = \(id)").map(DeskCalendar.init)
  }

  static func inUse(_ id: Int64, in db: any Database) throws -> DeskCalendar {
    guard let row = try db.row("SELECT * FROM calendar WHERE id = \(id) AND removed_at IS NULL\(db.lock)") else { throw Refusal.notFound }
    return try DeskCalendar(row: row)
  }

  static func usual(in db: any Database) throws -> DeskCalendar {
    guard let row = try db.row("SELECT * FROM calendar WHERE is_default = 1") else { throw Refusal.notFound }
    return try DeskCalendar(row: row)
  }
}
