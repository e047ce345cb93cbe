import Foundation
import Storage

/// Makes and drops databases, for setting a desk up and for tests.
package struct PostgresServer: Sendable {
  private let url: String

  /// - Parameter url: an address of any database on the server, in the form `postgres://…`, whose role may create databases.
  package init(url: String) { self.url = url }

  /// Returns the address of the new database.
  package func create(_ name: String, template: String? = nil) async throws -> String {
    guard var parts = URLComponents(string: url) else { throw StorageError.unreachable("the address cannot be read") }
    try await perform("CREATE DATABASE \(Self.quoted(name))" + (template.map { " TEMPLATE \(Self.quoted($0))" } ?? ""))
    parts.path = "/" + name
    return parts.string ?? url
  }

  /// Ends the connections that are still open to it.
  package func drop(_ name: String) async throws {
    try await perform("DROP DATABASE IF EXISTS \(Self.quoted(name)) WITH (FORCE)")
  }

  private func perform(_ statement: String) async throws {
    let url = url
    try await onThread {
      let wire = try Wire(url: url)
      do throws(Failure) { try wire.perform([Statement(plain: statement)]) } catch { throw error.storageError }
    }
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
