import Storage
import Synchronization

/// A database that a test can take away.
package final class FailingStore: Store {
  private let store: any Store
  private let failures = Mutex<(read: StorageError?, write: StorageError?)>((nil, nil))

  package init(_ store: any Store) { self.store = store }

  package func fail(reading: StorageError? = nil, writing: StorageError?) {
    failures.withLock { $0 = (reading, writing) }
  }

  package var dialect: Dialect { store.dialect }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    if let failure = failures.withLock({ $0.read }) { throw failure }
    return try await store.read(body)
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    if let failure = failures.withLock({ $0.write }) { throw failure }
    return try await store.write(body)
  }

  package func onSignal(_ handler: @escaping @Sendable (String) -> Void) async throws { try await store.onSignal(handler) }
  package func backup(to path: String) async throws { try await store.backup(to: path) }
  package func close() async { await store.close() }
}
