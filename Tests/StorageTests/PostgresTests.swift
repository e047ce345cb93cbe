import Foundation
import Storage
import Synchronization
import Testing

@testable import StoragePostgres

/// What only a server with many connections can do wrong.
@Suite(.enabled(if: Engine.hasServer))
struct PostgresTests {
  static let counter: [SQL] = [
    "CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT", "INSERT INTO counter (id, n) VALUES (1, 0), (2, 0)",
  ]

  @Test func aDeadlockIsRunAgain() async throws {
    try await Engine.postgresql.withStore(Self.counter) { store in
      let gate = Gate(2)
      let runs = Count()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for order in [[1, 2], [2, 1]] {
          group.addTask {
            try await store.write { db in
              runs.next()
              try db.run("SET LOCAL deadlock_timeout = '20ms'")
              try db.run("UPDATE counter SET n = n + 1 WHERE id = \(order[0])")
              gate.pass()
              try db.run("UPDATE counter SET n = n + 1 WHERE id = \(order[1])")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(runs.value >= 3)
      let found: [Int64] = try await store.read { db in try db.values("SELECT n FROM counter") }
      #expect(found == [2, 2])
    }
  }

  @Test func aConflictThatNeverEndsIsGivenUp() async throws {
    try await Engine.postgresql.withStore { store in
      let runs = Count()
      await #expect {
        try await store.write { db in
          runs.next()
          try db.run("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
        }
      } throws: { if case StorageError.overloaded = $0 { true } else { false } }
      #expect(runs.value == 8)
    }
  }

  @Test func idleConnectionsThatDiedAreReplacedUnnoticed() async throws {
    try await Engine.postgresql.withDatabase { database in
      let (store, killer) = (try await database.open(connections: 1), try await database.open(connections: 1))
      try await store.write { db in for table in Self.counter { try db.run(db.dialect.schema(table)) } }
      for _ in 0..<2 {
        try await killer.endOtherConnections()
        let found: Int64? = try await store.read { db in try db.value("SELECT COUNT(*) FROM counter WHERE id > \(0)") }
        #expect(found == 2)
        try await killer.endOtherConnections()
        try await store.write { db in _ = try db.run("UPDATE counter SET n = n + \(1) WHERE id = \(1)") }
      }
      let found2: Int64? = try await store.read { db in try db.value("SELECT n FROM counter WHERE id = 1") }
      #expect(found2 == 2)
      await store.close()
      await killer.close()
    }
  }

  @Test func aConnectionLostBeforeTheCommitRunsTheBodyAgain() async throws {
    try await Engine.postgresql.withStore(Self.counter) { store in
      let runs = Count()
      try await store.write { db in
        let run = runs.next()
        try db.run("UPDATE counter SET n = n + 1 WHERE id = \(1)")
        if run == 1 { try db.run("SELECT pg_terminate_backend(pg_backend_pid())") }
      }
      #expect(runs.value == 2)
      let found: Int64? = try await store.read { db in try db.value("SELECT n FROM counter WHERE id = 1") }
      #expect(found == 1)
    }
  }

  @Test func aConnectionLostInTheCommitIsToldAndNotRunAgain() async throws {
    try await Engine.postgresql.withStore(Self.counter) { store in
      try await store.write { db in
        try db.run(
          """
          CREATE FUNCTION fall() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END $$
          """)
        try db.run(
          """
          CREATE CONSTRAINT TRIGGER fall AFTER UPDATE ON counter DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION fall()
          """)
      }
      let runs = Count()
      await #expect {
        try await store.write { db in
          runs.next()
          try db.run("UPDATE counter SET n = n + 1 WHERE id = \(1)")
        }
      } throws: { if case StorageError.unreachable = $0 { true } else { false } }
      #expect(runs.value == 1)
      let found: Int64? = try await store.read { db in try db.value("SELECT n FROM counter WHERE id = 1") }
      #expect(found == 0)
    }
  }

  @Test func signalsAreHeardAgainAfterTheListenerFell() async throws {
    try await Engine.postgresql.withDatabase { database in
      let (store, killer) = (try await database.open(connections: 1), try await database.open(connections: 1))
      let (heard, voice) = AsyncStream.makeStream(of: String.self)
      try await store.onSignal { voice.yield($0) }
      try await killer.endOtherConnections()
      // It comes back by itself: repeated until it is heard.
      let speaking = Task {
        while !Task.isCancelled { try await killer.write { db in try db.signal("back") } }
      }
      #expect(await heard.first(2) == [Signal.missed, "back"], "and it says that something may have been missed")
      speaking.cancel()
      _ = await speaking.result
      await store.close()
      await killer.close()
    }
  }

  @Test func keptStatementsFollowTheSchema() async throws {
    try await Engine.postgresql.withStore(Self.counter) { store in
      let look: @Sendable (any Database) throws -> Int = { db in
        try #require(try db.row("SELECT * FROM counter WHERE id = \(1)")).values.count
      }
      for _ in 0..<8 {
        let found = try await store.read(look)
        #expect(found == 2)
      }
      try await store.write { db in _ = try db.run("ALTER TABLE counter ADD COLUMN more TEXT") }
      for _ in 0..<8 {
        let found = try await store.read(look)
        #expect(found == 3)
      }
      for _ in 0..<8 {
        let found = try await store.write(look)
        #expect(found == 3)
      }
    }
  }

  @Test func forgottenStatementsLeaveTheServer() async throws {
    try await Engine.postgresql.withDatabase { database in
      let store = try await database.open(connections: 1)
      for round in 0..<2 {
        try await store.read { db in
          var padding: SQL = " "
          for number in 0..<600 {
            padding = padding + " "
            let value: Int64? = try db.value("SELECT\(padding)\(number)")
            guard value == Int64(number) else { throw Stop() }
          }
        }
        // Asked so that the question itself is not kept.
        let count: SQL = "WITH kept AS (SELECT COUNT(*) AS count FROM pg_prepared_statements) SELECT count FROM kept"
        let kept: Int64? = try await store.read { db in try db.value(count) }
        #expect(kept == 500, "round \(round)")
      }
      await store.close()
    }
  }

  @Test func beyondItsLimitTheQueueRefuses() async throws {
    let pool = ConnectionPool(url: try #require(Engine.serverAddress), connections: 1, queueLimit: 1)
    let (begun, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    async let blocking: Void = pool.run(isWriting: true) { _ in
      begun.signal()
      release.wait()
    }
    await withCheckedContinuation { done in
      Thread {
        begun.wait(); done.resume()
      }.start()
    }
    let outcomes = await withTaskGroup(of: Bool.self, returning: [Bool].self) { group in
      for _ in 0..<2 {
        group.addTask {
          do { return try await pool.run(isWriting: false) { _ in true } } catch { return false }
        }
      }
      var outcomes: [Bool] = []
      for await accepted in group {
        outcomes.append(accepted)
        release.signal()
      }
      return outcomes
    }
    #expect(outcomes == [false, true])
    try await blocking
    await pool.stop()
  }

  @Test func aServerThatIsNotThereIsSaid() async throws {
    await #expect {
      _ = try await PostgresStore(url: "postgres://127.0.0.1:1/none", connections: 1)
    } throws: { if case StorageError.unreachable(let reason) = $0 { reason.contains("127.0.0.1") } else { false } }
  }
}

extension Store {
  func endOtherConnections() async throws {
    try await read { db in
      _ = try db.rows(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    }
  }
}

final class Count: Sendable {
  private let number = Mutex(0)
  var value: Int { number.withLock { $0 } }

  @discardableResult
  func next() -> Int {
    number.withLock { number in
      number += 1
      return number
    }
  }
}

/// Opens when so many have come, and stays open.
final class Gate: Sendable {
  private let condition = NSCondition()
  private let missing: Mutex<Int>

  init(_ count: Int) { missing = Mutex(count) }

  func pass() {
    condition.lock()
    missing.withLock { $0 -= 1 }
    condition.broadcast()
    while missing.withLock({ $0 > 0 }) { condition.wait() }
    condition.unlock()
  }
}
