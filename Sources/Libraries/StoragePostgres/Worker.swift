import Foundation
import Storage

/// The connection of one thread of the pool: opened when needed, replaced when lost, and the tries of one body on it.
final class Worker {
  private static let tries = 8
  private static let connectPauses: [TimeInterval] = [0.05, 0.1, 0.2, 0.4, 0.8, 1.5]

  private let url: String
  private var wire: Wire?
  /// The last try to connect failed: a server that is away is not waited for by every caller anew.
  private var isAway = false

  init(url: String) { self.url = url }

  func attempt<T>(isWriting: Bool, _ body: (any Database) throws -> T) throws -> T {
    var attempt = 1
    var reconnected = false
    while true {
      let wire = try connected()
      let transaction = PostgresTransaction(wire: wire, isWriting: isWriting)
      do {
        let result = try body(transaction)
        if isWriting { try transaction.commit() } else { try transaction.commitUnheard() }
        return result
      } catch {
        end(transaction, on: wire)
        guard let failure = transaction.failure else { throw error }
        if self.wire == nil, failure.isFatal {
          // A commit may have been done although its answer was lost: only the caller can find out.
          if transaction.commitWasSent { throw StorageError.unreachable("the outcome of the commit is not known: \(failure.message)") }
          if reconnected || (!isWriting && transaction.hasAnswered) { throw failure.storageError }
          reconnected = true
        } else {
          guard failure.isTransient else { throw error }
          if attempt == Self.tries { throw StorageError.overloaded }
          Thread.sleep(forTimeInterval: Self.pause(after: attempt))
          attempt += 1
        }
      }
    }
  }

  /// Between two bodies, when nobody waits.
  func settle() {
    wire?.settle()
    if wire?.isLost == true { wire = nil }
  }

  /// Opens the connection, waiting some seconds for a server that restarts.
  private func connected() throws -> Wire {
    if let wire, !wire.isLost { return wire }
    wire = nil
    for pause in isAway ? [] : Self.connectPauses {
      // The reason of the last try is the one that is told.
      if let opened = try? open() { return opened }
      Thread.sleep(forTimeInterval: pause * .random(in: 0.5...1.5))
    }
    return try open()
  }

  func disconnect() { wire = nil }

  private func open() throws -> Wire {
    do {
      let opened = try Wire(url: url)
      isAway = false
      wire = opened
      return opened
    } catch {
      isAway = true
      throw error
    }
  }

  private func end(_ transaction: PostgresTransaction, on wire: Wire) {
    do {
      try transaction.rollback()
      if transaction.failure?.isStaleStatement == true, !wire.isLost { try wire.forgetStatements() }
    } catch {
      // A connection that cannot even roll back is of no more use; the server rolls back when it goes.
      self.wire = nil
    }
    // A server that may only be read was the right one once: another host may have taken its place.
    if wire.isLost || (transaction.isWriting && transaction.failure?.state == "25006") { self.wire = nil }
  }

  /// Doubles from 5 ms up to a quarter of a second; the chance keeps two rivals from meeting again.
  private static func pause(after attempt: Int) -> TimeInterval {
    min(0.005 * Double(1 << attempt), 0.25) * .random(in: 0.5...1.5)
  }
}
