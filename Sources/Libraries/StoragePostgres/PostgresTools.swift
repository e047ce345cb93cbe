import Foundation
import Storage

/// What is done to a whole database from outside of it.
package struct PostgresTools: Sendable {
  private let url: String

  package init(url: String) { self.url = url }

  /// The statements that make the schema, as `pg_dump` writes them.
  package func schema() async throws -> String {
    let program = try PostgresProgram("pg_dump", url: url)
    return try await onThread { try program.run(["--schema-only", "--no-owner", "--no-privileges"], takesOutput: true) }
  }

  /// Fills an empty database from a backup; all of it or nothing.
  package func restore(from path: String) async throws {
    let program = try PostgresProgram("pg_restore", url: url)
    try await onThread {
      _ = try program.run(["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", program.database, path])
    }
  }
}
