import Storage
import Testing

struct ValueTests {
  static let table: SQL = """
    CREATE TABLE sample (id INTEGER PRIMARY KEY AUTOINCREMENT, whole INTEGER, fraction REAL, words TEXT, bytes BLOB) STRICT
    """

  @Test(arguments: Engine.all)
  func everyKindComesBackAsItWent(_ engine: Engine) async throws {
    let wholes: [Int64?] = [0, 1, -1, .max, .min, nil]
    let fractions: [Double?] = [0, -0.1, 1.5, 1e300, 2.5e-308, nil]
    let words: [String?] = ["", "Принтер не печатает", "'\"\\ $1 ? %", "👩🏽‍💻 e\u{301}\n\t", String(repeating: "ё", count: 50_000), nil]
    let bytes: [[UInt8]?] = [[], [0], [0x5C, 0x78, 0xFF], Array(0...255), (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }, nil]
    try await engine.withStore([Self.table]) { store in
      try await store.write { db in
        for index in wholes.indices {
          let values: SQL = "\(wholes[index]), \(fractions[index]), \(words[index]), \(bytes[index])"
          try db.run("INSERT INTO sample (whole, fraction, words, bytes) VALUES (\(values))")
        }
      }
      let rows = try await store.read { db in try db.rows("SELECT whole, fraction, words, bytes FROM sample ORDER BY id") }
      #expect(try rows.map { try $0["whole"] as Int64? } == wholes)
      #expect(try rows.map { try $0["fraction"] as Double? } == fractions)
      #expect(try rows.map { try $0["words"] as String? } == words)
      #expect(try rows.map { try $0["bytes"] as [UInt8]? } == bytes)
    }
  }

  /// Places where a server that guessed the types of values would fail, or answer with another kind.
  static let expressions: [(SQL, SQL.Value)] = [
    ("SELECT \(7)", .int(7)), ("SELECT \("слово")", .text("слово")), ("SELECT \(1.5)", .real(1.5)),
    ("SELECT \([1, 2] as [UInt8])", .blob([1, 2])), ("SELECT \(nil as Int64?)", .null), ("SELECT \(nil as String?) IS NULL", .int(1)),
    ("SELECT \(7) IS NULL", .int(0)), ("SELECT COALESCE(\(nil as Int64?), \(7))", .int(7)),
    ("SELECT COALESCE(\(nil as String?), \("x"))", .text("x")),
    ("SELECT CASE WHEN \(1) = \(1) THEN \("да") ELSE \("нет") END", .text("да")),
    ("SELECT CASE WHEN \(1) = \(2) THEN \(10) END", .null), ("SELECT \("a") || \("b")", .text("ab")), ("SELECT \(2) + \(3)", .int(5)),
    ("SELECT MAX(v) FROM (SELECT \(3) AS v UNION ALL SELECT \(9)) AS t", .int(9)), ("SELECT \(3) IN (\(list: [1, 2, 3]))", .int(1)),
    ("SELECT \(3) IN (\(list: [Int]())) IS NULL", .int(1)), ("SELECT NULLIF(\("a"), \("a"))", .null), ("SELECT length(\("ёж"))", .int(2)),
    ("SELECT SUM(v) FROM (SELECT \(3) AS v UNION ALL SELECT \(9)) AS t", .int(12)), ("SELECT COUNT(*) FROM (SELECT 1) AS t", .int(1)),
    ("SELECT AVG(v) FROM (SELECT \(3) AS v UNION ALL SELECT \(4)) AS t", .real(3.5)), ("SELECT 1 = 1", .int(1)),
    ("SELECT CAST(\(5) AS TEXT)", .text("5")), ("SELECT \("10") LIKE \("1%")", .int(1)), ("SELECT 1 LIMIT \(1) OFFSET \(0)", .int(1)),
    ("SELECT EXISTS (SELECT 1 WHERE \(1) = 1)", .int(1)), ("SELECT \(true) = \(1)", .int(1)),
  ]

  @Test(arguments: Engine.all)
  func boundValuesNeedNoCasts(_ engine: Engine) async throws {
    try await engine.withStore { store in
      for (sql, expected) in Self.expressions {
        let value = try await store.read { db in try #require(try db.row(sql)).values[0] }
        #expect(value == expected, "\(sql.text)")
      }
    }
  }

  @Test(arguments: Engine.all)
  func valuesMeetColumns(_ engine: Engine) async throws {
    try await engine.withStore([Self.table]) { store in
      try await store.write { db in
        for number in 1...5 { try db.run("INSERT INTO sample (whole, words) VALUES (\(number), \("w\(number)"))") }
        try db.run("UPDATE sample SET fraction = \(3), whole = COALESCE(\(nil as Int?), whole) WHERE whole IN (\(list: [2, 3]))")
      }
      let found: [Int64] = try await store.read { db in
        try db.values("SELECT whole FROM sample WHERE (\(nil as Int?) IS NULL OR whole = \(1)) AND words <> \("w1") ORDER BY 1 LIMIT \(2)")
      }
      #expect(found == [2, 3])
      let third: Double? = try await store.read { db in try db.value("SELECT fraction FROM sample WHERE whole = \(3)") }
      #expect(third == 3)
    }
  }

  /// Engines keep what they have prepared by its text: were each length a text of its own, they would keep thousands.
  @Test func listsOfAllLengthsAreFewTexts() {
    let texts = Set((1...1000).map { length in SQL("SELECT 1 IN (\(list: Array(1...length)))").text })
    #expect(texts.count == 11)
    let longest: SQL = "SELECT 1 IN (\(list: Array(1...32_000)))"
    #expect(longest.values.count == 32_000)
  }

  @Test(arguments: Engine.all, [1, 3, 5, 17])
  func aListFindsWhatIsInIt(_ engine: Engine, _ length: Int) async throws {
    try await engine.withStore { store in
      let list = Array(1...length)
      let found: [Int64] = try await store.read { db in
        try db.values("SELECT v FROM (SELECT \(length) AS v UNION ALL SELECT \(length + 1)) AS t WHERE v IN (\(list: list))")
      }
      #expect(found == [Int64(length)])
      let others: [Int64] = try await store.read { db in
        try db.values("SELECT v FROM (SELECT \(length) AS v UNION ALL SELECT \(length + 1)) AS t WHERE v NOT IN (\(list: list))")
      }
      #expect(others == [Int64(length + 1)])
    }
  }

  @Test(arguments: Engine.all)
  func aColumnOfAnotherKindIsAnError(_ engine: Engine) async throws {
    try await engine.withStore { store in
      await #expect(throws: StorageError.self) { try await store.read { db in try db.value("SELECT \("seven")") as Int64? } }
      await #expect(throws: StorageError.self) {
        try await store.read { db in try #require(try db.row("SELECT 1 AS one"))["two"] as Int64 }
      }
    }
  }

  @Test(arguments: Engine.all)
  func longResultsAreReadRowByRow(_ engine: Engine) async throws {
    try await engine.withStore([Self.table]) { store in
      try await store.write { db in for number in 1...1_203 { try db.run("INSERT INTO sample (whole) VALUES (\(number))") } }
      let (sum, nested) = try await store.read { db -> (Int64, Int) in
        var sum: Int64 = 0
        var nested = 0
        try db.each("SELECT whole FROM sample WHERE whole > \(0) ORDER BY whole") { row in
          sum += try row[0]
          // The same statement again, inside of the first.
          if sum == 1 { try db.each("SELECT whole FROM sample WHERE whole > \(1_000) ORDER BY whole") { _ in nested += 1 } }
        }
        return (sum, nested)
      }
      #expect(sum == 1_203 * 1_204 / 2)
      #expect(nested == 203)
    }
  }

  @Test(arguments: Engine.all)
  func changesAreCountedWithoutTheirConsequences(_ engine: Engine) async throws {
    let tables: [SQL] = [
      "CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT",
      "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent(id) ON DELETE CASCADE) STRICT",
    ]
    try await engine.withStore(tables) { store in
      let counts = try await store.write { db -> [Int] in
        let inserted = try db.run("INSERT INTO parent (id) VALUES (\(1)), (\(2))")
        try db.run("INSERT INTO child (id, parent) VALUES (\(1), \(1)), (\(2), \(1))")
        return [
          inserted, try db.run("UPDATE child SET parent = \(1)"), try db.run("DELETE FROM parent WHERE id = \(1)"),
          try db.run("DELETE FROM parent WHERE id = \(9)"), try db.run("SELECT \(1)"),
        ]
      }
      #expect(counts == [2, 2, 1, 0, 0])
    }
  }
}
