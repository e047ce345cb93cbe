import Desk
import DeskTesting
import Storage

extension TestDesk {
  /// Puts rows into the state that a test is about.
  func change(_ sql: SQL) async throws {
    try await world.write { _ = try $0.db.run(sql) }
  }

  func value<T: ColumnValue & Sendable>(_ sql: SQL) async throws -> T? {
    try await world.read { try $0.value(sql) }
  }

  func values<T: ColumnValue & Sendable>(_ sql: SQL) async throws -> [T] {
    try await world.read { try $0.values(sql) }
  }
}
