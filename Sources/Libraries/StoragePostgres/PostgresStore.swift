import Foundation
import Storage

/// One PostgreSQL database, shared by any number of processes.
package final class PostgresStore: Store {
  package let dialect = Dialect.postgresql
  private let url: String
  private let pool: ConnectionPool
  private let listener: SignalListener

  /// - Parameter url: `postgres://user:password@host/database`, or any other form that libpq takes.
  /// - Throws: `StorageError.unreachable` with the server's reason when the first connection fails.
  package init(url: String, connections: Int = 8) async throws {
    self.url = url
    listener = try SignalListener(url: url)
    try await onThread { _ = try Wire(url: url) }
    pool = ConnectionPool(url: url, connections: connections)
  }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    try await pool.run(isWriting: false, body)
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    try await pool.run(isWriting: true, body)
  }

  package func onSignal(_ handler: @escaping @Sendable (String) -> Void) async throws { try await listener.start(handler) }

  package func backup(to path: String) async throws {
    let dump = try PostgresDump(url: url)
    try await onThread { try dump.write(to: path) }
  }

  package func close() async {
    await listener.stop()
    await pool.stop()
  }
}

/// For what blocks for long: on a thread of its own, so that no thread of the cooperative pool is held.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { (done: CheckedContinuation<T, any Error>) in
    Thread { done.resume(with: Result { try work() }) }.start()
  }
}
