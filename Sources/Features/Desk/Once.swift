import Storage

extension Transaction {
  /// Does `body` at most once for a key that the form brought along: a second click, or a repeat after a lost answer,
  /// gets the first result. Keys are kept for a week.
  package func once(_ key: String?, for agent: Agent, _ body: () throws -> String) throws -> String {
    guard let key, !key.isEmpty else { return try body() }
    let scoped = "\(agent.id):\(key.prefix(100))"
    if let earlier: String = try db.value("SELECT result FROM once WHERE key = \(scoped)") { return earlier }
    let result = try body()
    try db.run("INSERT INTO once (key, result, at) VALUES (\(scoped), \(result), \(now))")
    return result
  }
}
