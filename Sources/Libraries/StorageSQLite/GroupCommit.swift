import Foundation
import GRDB
import Storage

/// The one writer. Transactions that wait together are committed together, with one fsync for all, and each caller is answered
/// only after that commit. One that fails takes no other with it.
final class GroupCommit: @unchecked Sendable {
  /// Beyond this the desk is overloaded and says so rather than growing without end.
  static let queueLimit = 10_000
  static let largestGroup = 512

  private struct Waiting: @unchecked Sendable {
    let run: (SQLiteConnection) throws -> Void
    let finish: ((any Error)?) -> Void
  }

  private let pool: DatabasePool
  private let signals: SignalHandler
  private let condition = NSCondition()
  private var queue: [Waiting] = []
  private var stopping = false
  private var stopped: [CheckedContinuation<Void, Never>] = []
  private var ended = false

  init(pool: DatabasePool, signals: SignalHandler) {
    self.pool = pool
    self.signals = signals
    let thread = Thread { [weak self] in
      while let group = self?.nextGroup() { self?.commit(group) }
      self?.end()
    }
    thread.name = "sqlite-writer"
    thread.stackSize = 4 << 20
    thread.start()
  }

  func run<T: Sendable>(_ body: @escaping @Sendable (any Storage.Database) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { done in
      // Written by the writer's thread before `finish`, read after it: never at once.
      nonisolated(unsafe) var result: T?
      let waiting = Waiting(
        run: { result = try body($0) },
        finish: { error in
          if let error { done.resume(throwing: error) } else { done.resume(returning: result!) }
        })
      if let refusal = enqueue(waiting) { done.resume(throwing: refusal) }
    }
  }

  func stop() async {
    await withCheckedContinuation { done in
      condition.lock()
      stopping = true
      let alreadyEnded = ended
      if !alreadyEnded { stopped.append(done) }
      condition.signal()
      condition.unlock()
      if alreadyEnded { done.resume() }
    }
  }

  private func enqueue(_ waiting: Waiting) -> StorageError? {
    condition.lock()
    defer { condition.unlock() }
    if stopping { return .closed }
    if queue.count >= Self.queueLimit { return .overloaded }
    queue.append(waiting)
    condition.signal()
    return nil
  }

  /// Blocks until something waits; `nil` when the store is closed and everything was written.
  private func nextGroup() -> [Waiting]? {
    condition.lock()
    defer { condition.unlock() }
    while queue.isEmpty && !stopping { condition.wait() }
    if queue.isEmpty { return nil }
    let group = Array(queue.prefix(Self.largestGroup))
    queue.removeFirst(group.count)
    return group
  }

  private func end() {
    condition.lock()
    ended = true
    let waiting = stopped
    condition.unlock()
    for done in waiting { done.resume() }
  }

  private func commit(_ group: [Waiting]) {
    do {
      let sent = try together(group)
      for waiting in group { waiting.finish(nil) }
      signals.send(sent)
    } catch {
      if group.count == 1 { group[0].finish(Self.refusal(error)) } else { apart(group) }
    }
  }

  /// All or none. Nearly every group succeeds, and keeping a way back for each of its transactions would copy every page that it
  /// touches, again and again.
  private func together(_ group: [Waiting]) throws -> [String] {
    try pool.writeWithoutTransaction { db in
      let connection = SQLiteConnection(db, isWriting: true)
      try db.inTransaction(.immediate) {
        for waiting in group { try waiting.run(connection) }
        try connection.runWhatIsLast()
        return .commit
      }
      return connection.signals
    }
  }

  /// One of them failed: again, each in a savepoint, so that only that one goes away empty.
  private func apart(_ group: [Waiting]) {
    var errors = [(any Error)?](repeating: nil, count: group.count)
    var sent: [String] = []
    do {
      try pool.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          for (index, waiting) in group.enumerated() {
            let connection = SQLiteConnection(db, isWriting: true)
            do {
              try connection.savepoint {
                try waiting.run(connection)
                try connection.runWhatIsLast()
              }
              sent += connection.signals
            } catch {
              errors[index] = Self.refusal(error)
              // A full disk can end the whole transaction, not only the savepoint.
              if !db.isInsideTransaction { throw error }
            }
          }
          return .commit
        }
      }
    } catch {
      errors = errors.map { $0 ?? Self.refusal(error) }
      sent = []
    }
    for (waiting, error) in zip(group, errors) { waiting.finish(error) }
    signals.send(sent)
  }

  private static func refusal(_ error: any Error) -> any Error { (error as? DatabaseError).map { StorageError($0) } ?? error }
}
