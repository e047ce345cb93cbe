import Secrets
import Storage

/// A signed-in browser. The cookie carries a random token; the table keeps only its hash.
package struct Session: Sendable {
  package let id: Int64
  package let agent: Agent
  /// Bound to the session: what a form must bring along.
  package let formToken: String

  package static let cookie = "otklik_session"
  /// Signed out after this much silence.
  static let idleLimit: Int64 = 14 * 24 * 3600 * 1000
  /// Signed out after this in any case.
  static let absoluteLimit: Int64 = 90 * 24 * 3600 * 1000
  /// The last use is written this often at most: a write for each request would cost a commit each.
  static let seenGrain: Int64 = 5 * 60 * 1000

  package static func open(for employee: Int64, address: String, browser: String, in change: Transaction) throws -> String {
    let token = Random.token()
    let expires = change.now.adding(milliseconds: absoluteLimit)
    try Tidy.plan(in: change)
    try change.db.run(
      """
      INSERT INTO session (token_hash, employee_id, created_at, seen_at, expires_at, address, browser)
      VALUES (\(SHA256.hexOf(token)), \(employee), \(change.now), \(change.now), \(expires), \(address), \(String(browser.prefix(300))))
      """)
    return token
  }

  /// The session of a token, with whether its last use should be written down.
  package static func find(_ token: String, keys: DeskKeys, now: Instant, in db: any Database) throws -> (Session, isStale: Bool)? {
    let hash = SHA256.hexOf(token)
    guard let row = try db.row("SELECT id, employee_id, seen_at, expires_at FROM session WHERE token_hash = \(hash)") else { return nil }
    let (seen, expires): (Instant, Instant) = (try row["seen_at"], try row["expires_at"])
    guard now < expires, now < seen.adding(milliseconds: idleLimit), let agent = try Agent.find(row["employee_id"], in: db) else {
      return nil
    }
    let session = Session(id: try row["id"], agent: agent, formToken: keys.formTokens.tag(hash, length: 16))
    return (session, now >= seen.adding(milliseconds: seenGrain))
  }

  package static func touch(_ id: Int64, in change: Transaction) throws {
    try change.db.run("UPDATE session SET seen_at = \(change.now) WHERE id = \(id)")
  }

  static func isOpen(_ id: Int64, in db: any Database) throws -> Bool { try db.exists("SELECT 1 FROM session WHERE id = \(id)") }

  /// Every session ends here, so that its streams are told in whichever process they are.
  @discardableResult
  static func end(_ which: SQL, in change: Transaction) throws -> Int {
    let ended: [Int64] = try change.db.values("DELETE FROM session WHERE \(which) RETURNING id")
    for id in ended { try change.db.signal("session\(id) ended") }
    return ended.count
  }

  static func forgetIdle(in change: Transaction) throws -> Int {
    let since = change.now.adding(milliseconds: -idleLimit)
    return try end("id IN (SELECT id FROM session WHERE seen_at <= \(since) ORDER BY seen_at LIMIT \(Tidy.step))", in: change)
  }

  static func forgetExpired(in change: Transaction) throws -> Int {
    try end("id IN (SELECT id FROM session WHERE expires_at <= \(change.now) ORDER BY expires_at LIMIT \(Tidy.step))", in: change)
  }
}

extension Agent {
  package struct SessionRow: Sendable {
    package let id: Int64
    package let createdAt: Instant
    package let seenAt: Instant
    package let address: String
    package let browser: String
  }

  /// One's own sessions that still open the desk, the latest first.
  package func sessions(now: Instant, in db: any Database) throws -> [SessionRow] {
    let since = now.adding(milliseconds: -Session.idleLimit)
    return try db.rows(
      """
      SELECT * FROM session WHERE employee_id = \(id) AND expires_at > \(now) AND seen_at > \(since) ORDER BY seen_at DESC, id DESC LIMIT 100
      """
    ).map {
      SessionRow(
        id: try $0["id"], createdAt: try $0["created_at"], seenAt: try $0["seen_at"], address: try $0["address"], browser: try $0["browser"]
      )
    }
  }

  /// Ends one's own session; somebody else's is not found.
  package func endSession(_ session: Int64, in change: Transaction) throws {
    guard try Session.end("id = \(session) AND employee_id = \(id)", in: change) == 1 else { throw Refusal.notFound }
  }
}
