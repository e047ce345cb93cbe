import Storage
import Testing

struct SignalTests {
  @Test(arguments: Engine.all)
  func signalsArriveInOrderAfterTheCommitOnly(_ engine: Engine) async throws {
    try await engine.withStore { store in
      let (heard, voice) = AsyncStream.makeStream(of: String.self)
      try await store.onSignal { voice.yield($0) }
      await #expect(throws: Stop.self) {
        try await store.write { db in
          try db.signal("undone")
          throw Stop()
        }
      }
      try await store.write { db in
        try db.signal("заявка 7")
        try? db.savepoint {
          try db.signal("undone in a savepoint")
          throw Stop()
        }
        try db.signal("заявка 8")
      }
      let longest = String(repeating: "x", count: Signal.largest)
      try await store.write { db in try db.signal(longest) }
      #expect(await heard.first(3) == ["заявка 7", "заявка 8", longest])
    }
  }

  @Test(arguments: Engine.all)
  func aSignalThatIsTooLongIsRefused(_ engine: Engine) async throws {
    try await engine.withStore { store in
      await #expect(throws: StorageError.self) {
        try await store.write { db in try db.signal(String(repeating: "ё", count: Signal.largest / 2 + 1)) }
      }
    }
  }

  @Test(.enabled(if: Engine.hasServer))
  func everyNodeHearsEveryNode() async throws {
    try await Engine.postgresql.withDatabase { database in
      let nodes = [try await database.open(), try await database.open()]
      var ears: [AsyncStream<String>] = []
      for node in nodes {
        let (heard, voice) = AsyncStream.makeStream(of: String.self)
        try await node.onSignal { voice.yield($0) }
        ears.append(heard)
      }
      for (index, node) in nodes.enumerated() { try await node.write { db in try db.signal("from \(index)") } }
      for heard in ears { #expect(await heard.first(2) == ["from 0", "from 1"]) }
      for node in nodes { await node.close() }
    }
  }
}

extension AsyncStream<String> {
  func first(_ count: Int) async -> [String] {
    var texts: [String] = []
    for await text in self {
      texts.append(text)
      if texts.count == count { break }
    }
    return texts
  }
}
