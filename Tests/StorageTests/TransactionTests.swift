import Foundation
import Storage
import Testing

struct Stop: Error {}

struct TransactionTests {
  static let tables: [SQL] = [
    "CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> '')) STRICT",
    "CREATE TABLE thing (id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL REFERENCES kind(id)) STRICT",
    "INSERT INTO kind (id, name) VALUES (1, 'first')",
  ]

  static let refused: [(SQL, StorageError.Constraint)] = [
    ("INSERT INTO kind (id, name) VALUES (\(2), \("first"))", .unique), ("INSERT INTO kind (id, name) VALUES (\(1), \("new"))", .unique),
    ("INSERT INTO thing (kind) VALUES (\(9))", .foreignKey), ("INSERT INTO kind (id, name) VALUES (\(2), \(""))", .check),
    ("INSERT INTO kind (id, name) VALUES (\(2), \(nil as String?))", .notNull),
  ]

  @Test(arguments: Engine.all)
  func refusalsSayWhichConstraint(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      for (sql, expected) in Self.refused {
        var found: StorageError.Constraint?
        do { try await store.write { db in _ = try db.run(sql) } } catch StorageError.constraint(let kind, _) { found = kind }
        #expect(found == expected, "\(sql.text)")
      }
    }
  }

  @Test(arguments: Engine.all)
  func aThrowLeavesNothing(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      await #expect(throws: Stop.self) {
        try await store.write { db in
          try db.run("INSERT INTO kind (id, name) VALUES (\(2), \("second"))")
          throw Stop()
        }
      }
      let kinds = try await store.kinds()
      #expect(kinds == ["first"])
    }
  }

  @Test(arguments: Engine.all)
  func readingCannotChange(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      await #expect(throws: StorageError.self) {
        try await store.read { db in try db.run("INSERT INTO kind (id, name) VALUES (\(2), \("second"))") }
      }
      let kinds = try await store.kinds()
      #expect(kinds == ["first"])
    }
  }

  @Test(arguments: Engine.all)
  func aSavepointLetsTheTransactionGoOn(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      let refusals = try await store.write { db -> [Bool] in
        var refusals: [Bool] = []
        try db.run("INSERT INTO kind (id, name) VALUES (\(2), \("second"))")
        for name in ["third", "first", "fourth"] {
          do {
            try db.savepoint {
              try db.run("INSERT INTO kind (id, name) VALUES (\(10 + refusals.count), \(name + "?"))")
              try db.run("INSERT INTO kind (id, name) VALUES (\(20 + refusals.count), \(name))")
            }
            refusals.append(false)
          } catch let error as StorageError where error.isUniqueViolation {
            refusals.append(true)
          }
        }
        return refusals
      }
      #expect(refusals == [false, true, false])
      let kinds = try await store.kinds()
      #expect(kinds == ["first", "second", "third?", "third", "fourth?", "fourth"].sorted())
    }
  }

  @Test(arguments: Engine.all)
  func savepointsNest(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      try await store.write { db in
        let value = try db.savepoint { () -> Int in
          try db.run("INSERT INTO kind (id, name) VALUES (\(2), \("outer"))")
          // Ends before any statement was sent from it, and then once more after one.
          try? db.savepoint { throw Stop() }
          try? db.savepoint {
            try db.run("INSERT INTO kind (id, name) VALUES (\(3), \("inner"))")
            throw Stop()
          }
          try db.savepoint { _ = try db.run("INSERT INTO kind (id, name) VALUES (\(4), \("kept"))") }
          return 7
        }
        guard value == 7 else { throw Stop() }
      }
      let kinds = try await store.kinds()
      #expect(kinds == ["first", "kept", "outer"])
    }
  }

  @Test(arguments: Engine.all)
  func whatIsDoneLastIsDoneWithTheRestOrNotAtAll(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      try await store.write { db in
        try db.runLast("INSERT INTO kind (id, name) VALUES (\(2), \("second"))")
        try? db.savepoint {
          try db.runLast("INSERT INTO kind (id, name) VALUES (\(3), \("undone"))")
          throw Stop()
        }
        try db.runLast("UPDATE kind SET name = \("renamed") WHERE id = \(2)")
      }
      await #expect(throws: Stop.self) {
        try await store.write { db in
          try db.runLast("INSERT INTO kind (id, name) VALUES (\(4), \("never"))")
          throw Stop()
        }
      }
      await #expect(throws: StorageError.self) {
        try await store.write { db in
          try db.run("INSERT INTO kind (id, name) VALUES (\(5), \("never"))")
          try db.runLast("INSERT INTO kind (id, name) VALUES (\(1), \("taken"))")
        }
      }
      let kinds = try await store.kinds()
      #expect(kinds == ["first", "renamed"])
    }
  }

  /// A refusal that is caught without a savepoint: SQLite goes on, PostgreSQL cannot and must not pretend to have committed.
  @Test(.enabled(if: Engine.hasServer))
  func aSwallowedRefusalIsNotAcknowledged() async throws {
    try await Engine.postgresql.withStore(Self.tables) { store in
      await #expect(throws: StorageError.self) {
        try await store.write { db in
          try db.run("INSERT INTO kind (id, name) VALUES (\(2), \("second"))")
          _ = try? db.run("INSERT INTO kind (id, name) VALUES (\(3), \("first"))")
        }
      }
      let kinds = try await store.kinds()
      #expect(kinds == ["first"])
    }
  }

  @Test(arguments: Engine.all)
  func oneOfFiftyFailsAlone(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      let failed = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
        for number in 1...50 {
          group.addTask {
            do {
              try await store.write { db in
                try db.run("INSERT INTO kind (id, name) VALUES (\(number + 100), \("n\(number)"))")
                if number == 25 { try db.run("INSERT INTO kind (id, name) VALUES (\(number + 200), \("first"))") }
              }
              return false
            } catch { return true }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(failed == 1)
      let kinds = try await store.kinds().count
      #expect(kinds == 50)
    }
  }

  @Test(arguments: Engine.all)
  func sixtyFourWritersLoseNoCount(_ engine: Engine) async throws {
    try await engine.withStore(["CREATE TABLE counter (n INTEGER NOT NULL) STRICT", "INSERT INTO counter (n) VALUES (0)"]) { store in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<64 {
          group.addTask {
            for _ in 0..<5 {
              try await store.write { db in
                let now: Int64? = try db.value("SELECT n FROM counter\(db.lock)")
                try db.run("UPDATE counter SET n = \(try #require(now) + 1)")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let found: Int64? = try await store.read { db in try db.value("SELECT n FROM counter") }
      #expect(found == 320)
    }
  }

  @Test(arguments: Engine.all)
  func aReadSeesOneMoment(_ engine: Engine) async throws {
    try await engine.withStore(Self.tables) { store in
      let (looked, changed) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      async let counts = store.read { db -> [Int64?] in
        let before: Int64? = try db.value("SELECT COUNT(*) FROM kind")
        looked.signal()
        changed.wait()
        return [before, try db.value("SELECT COUNT(*) FROM kind")]
      }
      await withCheckedContinuation { done in
        Thread {
          looked.wait(); done.resume()
        }.start()
      }
      try await store.write { db in _ = try db.run("INSERT INTO kind (id, name) VALUES (\(2), \("second"))") }
      changed.signal()
      let found = try await counts
      #expect(found == [1, 1])
      let kinds = try await store.kinds().count
      #expect(kinds == 2)
    }
  }

  @Test(arguments: Engine.all)
  func afterClosingNothingIsAccepted(_ engine: Engine) async throws {
    try await engine.withDatabase { database in
      let store = try await database.open()
      try await store.write { db in for table in Self.tables { try db.run(db.dialect.schema(table)) } }
      async let last: Int = store.write { db in try db.run("INSERT INTO kind (id, name) VALUES (\(2), \("last"))") }
      let found = try await last
      #expect(found == 1)
      await store.close()
      await store.close()
      await #expect(throws: (any Error).self) { try await store.write { db in try db.run("DELETE FROM kind") } }
      await #expect(throws: (any Error).self) { try await store.kinds() }
      let again = try await database.open()
      let kinds = try await again.kinds()
      #expect(kinds == ["first", "last"])
      await again.close()
    }
  }
}

extension Store {
  func kinds() async throws -> [String] { try await read { db -> [String] in try db.values("SELECT name FROM kind") }.sorted() }
}
