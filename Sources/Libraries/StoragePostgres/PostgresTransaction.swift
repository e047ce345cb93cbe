import Foundation
import Storage

/// One transaction. `BEGIN`, savepoints and their ends wait for the next statement and travel with it.
final class PostgresTransaction: Database {
  private static let fetchedAtOnce = 500

  let dialect = Dialect.postgresql
  let isWriting: Bool
  /// What ended the transaction on the server and was not undone by a savepoint.
  private(set) var failure: Failure?
  /// The server has answered at least one statement.
  private(set) var hasAnswered = false
  /// From here on a lost connection leaves the outcome unknown.
  private(set) var commitWasSent = false
  private let wire: Wire
  private var waiting: [String]
  /// Sent with the commit: nobody waits for their answers but the commit itself.
  private var last: [Statement] = []
  private var signals: [String] = []
  private var hasBegun = false
  private var depth = 0
  private var cursors = 0

  init(wire: Wire, isWriting: Bool) {
    self.wire = wire
    self.isWriting = isWriting
    waiting = [isWriting ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"]
  }

  func rows(_ sql: SQL) throws -> [Row] { try perform(Statement(sql)).rows() }

  @discardableResult func run(_ sql: SQL) throws -> Int { try perform(Statement(sql)).changed }

  func runLast(_ sql: SQL) throws {
    if let failure { throw failure.storageError }
    last.append(Statement(sql))
  }

  /// A cursor rather than one long answer, so that `body` can run other statements meanwhile.
  func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    cursors += 1
    let name = "c\(cursors)"
    try perform(Statement(sql).wrapped(by: "DECLARE \(name) NO SCROLL CURSOR FOR "))
    while true {
      let answer = try perform(Statement(plain: "FETCH \(Self.fetchedAtOnce) FROM \(name)"))
      for row in answer.rows() { try body(row) }
      if answer.count < Self.fetchedAtOnce { break }
    }
    waiting.append("CLOSE \(name)")
  }

  func signal(_ text: String) throws {
    try Signal.check(text)
    if let failure { throw failure.storageError }
    signals.append(text)
  }

  /// All signals are one statement, whose text is the same for any number of them.
  private func voice() throws -> Statement {
    let texts = String(decoding: try JSONEncoder().encode(signals), as: UTF8.self)
    return Statement("SELECT pg_notify(\(Signal.channel), text) FROM json_array_elements_text(CAST(\(texts) AS json)) AS text")
  }

  func savepoint<T>(_ body: () throws -> T) throws -> T {
    if let failure { throw failure.storageError }
    depth += 1
    defer { depth -= 1 }
    let opening = "SAVEPOINT s\(depth)"
    let closing = "RELEASE SAVEPOINT s\(depth)"
    waiting.append(opening)
    let before = (last: last.count, signals: signals.count)
    do {
      let result = try body()
      if let failure { throw failure.storageError }
      waiting.append(closing)
      return result
    } catch {
      last.removeSubrange(before.last...)
      signals.removeSubrange(before.signals...)
      if let unsent = waiting.lastIndex(of: opening) {
        waiting.removeSubrange(unsent...)
      } else if !wire.isLost {
        waiting = ["ROLLBACK TO \(opening)", closing]
        failure = nil
      }
      throw error
    }
  }

  @discardableResult
  private func perform(_ statement: Statement) throws -> Answer {
    if let failure { throw failure.storageError }
    do {
      let answer = try send([statement])
      hasAnswered = true
      return answer
    } catch {
      failure = error
      throw error.storageError
    }
  }

  private func send(_ statements: [Statement]) throws(Failure) -> Answer {
    let begun = waiting.map { Statement(plain: $0) }
    waiting = []
    hasBegun = true
    return try wire.perform(begun + statements)
  }

  func commit() throws {
    if let failure { throw failure.storageError }
    if !signals.isEmpty { last.append(try voice()) }
    guard hasBegun || !last.isEmpty else { return }
    commitWasSent = true
    do throws(Failure) {
      let answer = try send(last + [Statement(plain: "COMMIT")])
      // A transaction that the server had given up is "committed" by rolling it back, without an error.
      guard answer.command == "COMMIT" else { throw Failure(state: "25P02", message: "the server rolled the transaction back") }
    } catch {
      failure = error
      throw error.storageError
    }
  }

  /// For what only read: the answer is nobody's concern.
  func commitUnheard() throws {
    if let failure { throw failure.storageError }
    if hasBegun { wire.post(["COMMIT"]) }
  }

  /// Leaves the connection ready for the next transaction, or lost.
  func rollback() throws(Failure) {
    guard hasBegun, !wire.isLost else { return }
    try wire.perform([Statement(plain: "ROLLBACK")])
  }
}
