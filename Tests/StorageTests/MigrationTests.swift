import Storage
import Testing

struct MigrationTests {
  static let steps = [
    Migration("1 begin", ["CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT NOT NULL, size REAL, body BLOB) STRICT"]),
    Migration("2 first note", ["INSERT INTO note (words) VALUES ('one')"]),
  ]

  @Test(arguments: Engine.all)
  func eachStepRunsOnce(_ engine: Engine) async throws {
    try await engine.withStore { store in
      let done = try await store.migrate(Self.steps, at: 1)
      #expect(done == ["1 begin", "2 first note"])
      let done2 = try await store.migrate(Self.steps, at: 2)
      #expect(done2 == [])
      let done3 = try await store.migrate(Self.steps + [Migration("3", ["DELETE FROM note"])], at: 3)
      #expect(done3 == ["3"])
      let at: [Int64] = try await store.read { db in try db.values("SELECT at FROM schema_step ORDER BY name") }
      #expect(at == [1, 1, 3])
    }
  }

  @Test(arguments: Engine.all)
  func aNewerSchemaIsLeftAlone(_ engine: Engine) async throws {
    try await engine.withStore { store in
      _ = try await store.migrate(Self.steps, at: 1)
      await #expect {
        try await store.migrate([Self.steps[0], Migration("2 other", ["DELETE FROM note"])], at: 2)
      } throws: { error in
        if case StorageError.newerSchema(let unknown) = error { unknown == ["2 first note"] } else { false }
      }
      let found: Int64? = try await store.read { db in try db.value("SELECT COUNT(*) FROM note") }
      #expect(found == 1)
    }
  }

  @Test(arguments: Engine.all)
  func aFailedStepLeavesNothingAndIsTriedAgain(_ engine: Engine) async throws {
    try await engine.withStore { store in
      let broken = Migration("2 first note") { db in
        try db.run("INSERT INTO note (words) VALUES ('half')")
        throw Stop()
      }
      await #expect(throws: Stop.self) { try await store.migrate([Self.steps[0], broken], at: 1) }
      let done = try await store.migrate(Self.steps, at: 2)
      #expect(done == ["2 first note"])
      let words: [String] = try await store.read { db in try db.values("SELECT words FROM note") }
      #expect(words == ["one"])
    }
  }

  @Test(arguments: Engine.all)
  func nodesThatStartTogetherShareTheSteps(_ engine: Engine) async throws {
    try await engine.withDatabase { database in
      let nodes = [try await database.open(), try await database.open(), try await database.open()]
      let done = try await withThrowingTaskGroup(of: [String].self, returning: [String].self) { group in
        for node in nodes { group.addTask { try await node.migrate(Self.steps, at: 1) } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(done.sorted() == ["1 begin", "2 first note"])
      for node in nodes { await node.close() }
    }
  }
}
