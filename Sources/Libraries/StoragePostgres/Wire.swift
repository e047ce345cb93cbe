import CPostgres
import Storage

/// One connection in libpq's pipeline mode: several commands travel together and cost one round trip.
/// Belongs to one thread.
final class Wire {
  private static let keptStatements = 500

  private(set) var isLost = false
  private let connection: OpaquePointer
  private var kept = StatementCache(limit: keptStatements)
  private var lastName = 0
  /// What has to be said when nobody waits for it.
  private var forgotten: [String] = []
  private var owesAnswers = 0

  /// - Throws: `StorageError.unreachable` with the server's reason, `.failed` when it is too old.
  init(url: String) throws {
    connection = try Self.connect(url)
  }

  deinit { PQfinish(connection) }

  var socket: Int32 { PQsocket(connection) }

  /// Sends the statements, waits for all, and returns the last answer.
  @discardableResult
  func perform(_ statements: [Statement]) throws(Failure) -> Answer {
    settle()
    let batch = statements.flatMap(steps)
    try send(batch)
    return try collect(batch)
  }

  /// Sends without waiting: the answers are read by `settle` or before the next statement.
  func post(_ texts: [String]) {
    settle()
    let batch = texts.map { Step(statement: Statement(plain: $0)) }
    do { try send(batch) } catch { return }
    owesAnswers = batch.count
  }

  /// Reads what is still under way and drops statements that fell out of use. A failure leaves the connection lost.
  func settle() {
    if owesAnswers > 0 {
      let batch = [Step](repeating: Step(statement: Statement(plain: "")), count: owesAnswers)
      owesAnswers = 0
      do { _ = try collect(batch) } catch { isLost = true }
    }
    guard !forgotten.isEmpty, !isLost, PQtransactionStatus(connection) == PQTRANS_IDLE else { return }
    let batch = forgotten.map { Step(statement: Statement(plain: "DEALLOCATE \($0)")) }
    forgotten = []
    do {
      try send(batch)
      _ = try collect(batch)
    } catch {
      isLost = true
    }
  }

  /// After the server said that a kept statement no longer fits: all are prepared anew.
  func forgetStatements() throws(Failure) {
    kept.removeAll()
    forgotten = []
    try perform([Statement(plain: "DEALLOCATE ALL")])
  }

  /// The payloads of notifications that have arrived.
  func notifications() throws(Failure) -> [String] {
    guard PQconsumeInput(connection) == 1 else { throw lose() }
    var texts: [String] = []
    while let notification = PQnotifies(connection) {
      texts.append(String(cString: notification.pointee.extra))
      PQfreemem(notification)
    }
    return texts
  }

  private struct Step {
    enum Way {
      case once
      case prepare(name: String)
      case execute(name: String)
    }
    let statement: Statement
    var way = Way.once
  }

  private func steps(for statement: Statement) -> [Step] {
    guard statement.isWorthKeeping else { return [Step(statement: statement)] }
    if let name = kept.name(for: statement.key) { return [Step(statement: statement, way: .execute(name: name))] }
    lastName += 1
    let name = "k\(lastName)"
    return [Step(statement: statement, way: .prepare(name: name)), Step(statement: statement, way: .execute(name: name))]
  }

  private func send(_ batch: [Step]) throws(Failure) {
    for step in batch where !send(step) { throw lose() }
    guard PQpipelineSync(connection) == 1 else { throw lose() }
  }

  private func send(_ step: Step) -> Bool {
    let statement = step.statement
    switch step.way {
    case .prepare(let name):
      return PQsendPrepare(connection, name, statement.text, Int32(statement.types.count), statement.types) == 1
    case .execute(let name):
      return statement.withParameters { PQsendQueryPrepared(connection, name, $0, $1, $2, $3, 0) == 1 }
    case .once:
      return statement.withParameters {
        PQsendQueryParams(connection, statement.text, $0, statement.types, $1, $2, $3, 0) == 1
      }
    }
  }

  /// Reads to the end of the batch even after an error, so that the next batch meets its own answers.
  private func collect(_ batch: [Step]) throws(Failure) -> Answer {
    var last: Answer?
    var failure: Failure?
    for step in batch {
      guard let result = PQgetResult(connection) else { throw lose() }
      let answer = Answer(result)
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
        if case .prepare(let name) = step.way, let evicted = kept.insert(step.statement.key, name: name) { forgotten.append(evicted) }
        last = answer
      case PGRES_PIPELINE_ABORTED: break
      default: failure = failure ?? Failure(result, statement: step.statement.text)
      }
      if PQstatus(connection) == CONNECTION_BAD { throw lose(failure) }
      while let more = PQgetResult(connection) { PQclear(more) }
    }
    guard let end = PQgetResult(connection) else { throw lose(failure) }
    defer { PQclear(end) }
    guard PQresultStatus(end) == PGRES_PIPELINE_SYNC else { throw lose(failure) }
    if let failure {
      if failure.isFatal { isLost = true }
      throw failure
    }
    guard let last else { throw lose() }
    return last
  }

  private func lose(_ failure: Failure? = nil) -> Failure {
    isLost = true
    if let failure, failure.isFatal { return failure }
    return .lost(String(cString: PQerrorMessage(connection)))
  }
}
