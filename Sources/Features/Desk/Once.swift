import Storage

extension Transaction {
  /// Does `body` at most once for a key that the form brought along: a second click, or a repeat after a lost answer,
  /// gets the first result, even when both come at once.
  package func once(_ key: String?, for agent: Agent, _ body: () throws -> String) throws -> String {
    guard let key, !key.isEmpty else { return try body() }
    let scoped = "\(agent.id):\(key.prefix(100))"
    // Whoever comes second waits here until the first has committed, or has failed and left the key free.
    guard try db.run("INSERT INTO once (key, result, at) VALUES (\(scoped), '', \(now)) ON CONFLICT (key) DO NOTHING") == 1 else {
      return try db.value("SELECT result FROM once WHERE key = \(scoped)") ?? ""
    }
    let result = try body()
    try db.run("UPDATE once SET result = \(result) WHERE key = \(scoped)")
    return result
  }
}

/// The keys of forms that were taken.
enum Once {
  /// Longer than a form stands open and is sent a second time.
  static let memory: Int64 = 7 * 24 * 3600

  static func forget(in change: Transaction) throws -> Int {
    try change.db.run(
      "DELETE FROM once WHERE key IN (SELECT key FROM once WHERE at < \(change.now - .seconds(memory)) ORDER BY at LIMIT \(Tidy.step))")
  }
}
