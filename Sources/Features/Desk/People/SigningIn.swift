import Secrets
import Storage

extension Event.Kind {
  package static let signedIn = Event.Kind("employee.signedIn")
}

/// An attempt to sign in with a password. Known and unknown addresses get the same answers after the same work.
struct SignIn: Sendable {
  enum Outcome: Sendable {
    case welcome(session: String, browser: String, mustChangePassword: Bool)
    case wrong
    case wait(seconds: Int64)
  }

  let email: String
  let password: Secret
  /// The token of a browser in which somebody signed in before.
  let browserToken: String?
  let address: String
  let userAgent: String

  /// What was found out before the password is looked at.
  private enum Admission: Sendable {
    case wait(seconds: Int64)
    case admitted(Found?)
  }
  private struct Found: Sendable {
    let id: Int64
    let hash: String?
  }

  /// A browser with so many wrong passwords in a row is a stranger again.
  static let forgivenInKnownBrowser: Int64 = 10

  func run(in world: World) async throws -> Outcome {
    let admission = try await world.write { try admit(in: $0) }
    switch admission {
    case .wait(let seconds): return .wait(seconds: seconds)
    case .admitted(let found):
      let isRight = await world.passwords.verify(password, against: found?.hash)
      guard isRight, let found else { return .wrong }
      return try await world.write { try welcome(found.id, in: $0) ?? .wrong }
    }
  }

  private var account: String { String(EmailAddress.normalized(email).prefix(254)) }
  private var place: String { NetworkPlace.of(address) }

  /// Counts the try as a wrong one before the password is checked: many tries at once see each other. The right password
  /// takes its own back.
  private func admit(in change: Transaction) throws -> Admission {
    let db = change.db
    // Tries wait for one another here, or several at once would all count the same few before them.
    _ = try db.row("SELECT id FROM desk WHERE id = 1\(db.lock)")
    let found = try db.row("SELECT id, password_hash FROM employee WHERE email = \(account) AND is_active = 1")
      .map { Found(id: try $0[0], hash: try $0[1]) }
    if let found, try countInKnownBrowser(found.id, in: db) { return .admitted(found) }
    let seconds = try wait(now: change.now, in: db)
    guard seconds == 0 else { return .wait(seconds: seconds) }
    try db.run("DELETE FROM sign_in_attempt WHERE at < \(change.now - .seconds(SignInThrottle.memory))")
    try db.run("INSERT INTO sign_in_attempt (email, address, at) VALUES (\(account), \(place), \(change.now))")
    return .admitted(found)
  }

  private func countInKnownBrowser(_ employee: Int64, in db: any Database) throws -> Bool {
    guard let browserToken else { return false }
    return try db.run(
      """
      UPDATE known_browser SET failures = failures + 1
      WHERE token_hash = \(SHA256.hexOf(browserToken)) AND employee_id = \(employee) AND failures < \(Self.forgivenInKnownBrowser)
      """) == 1
  }

  private func wait(now: Instant, in db: any Database) throws -> Int64 {
    let since = now - .seconds(SignInThrottle.memory)
    func wait(_ throttle: SignInThrottle, _ condition: SQL) throws -> Int64 {
      guard let row = try db.row("SELECT count(*) AS failures, max(at) AS last FROM sign_in_attempt WHERE \(condition) AND at > \(since)")
      else { return 0 }
      return throttle.wait(after: try row["failures"], last: try row["last"], now: now)
    }
    return max(
      try wait(.pair, "email = \(account) AND address = \(place)"), try wait(.address, "address = \(place)"),
      try wait(.account, "email = \(account)"))
  }

  /// `nil` when the employee was deactivated while the password was checked.
  private func welcome(_ id: Int64, in change: Transaction) throws -> Outcome? {
    let db = change.db
    guard let row = try db.row("SELECT must_change_password FROM employee WHERE id = \(id) AND is_active = 1") else { return nil }
    try db.run("DELETE FROM sign_in_attempt WHERE email = \(account) AND address = \(place)")
    let session = try Session.open(for: id, address: address, browser: userAgent, in: change)
    try change.record(Event(.signedIn, of: .employee(id), by: .employee(id), facts: ["address": address]))
    return .welcome(
      session: session, browser: try KnownBrowser.remember(browserToken, of: id, in: change),
      mustChangePassword: try row["must_change_password"])
  }
}

/// A browser in which somebody signed in before. Its token opens nothing; it only spares the owner the waiting that
/// strangers cause.
enum KnownBrowser {
  static let cookie = "otklik_browser"
  /// Longer than browsers keep a cookie that is not renewed.
  static let memory: Int64 = 400 * 24 * 3600

  static func remember(_ token: String?, of employee: Int64, in change: Transaction) throws -> String {
    let (db, now) = (change.db, change.now)
    try db.run("DELETE FROM known_browser WHERE employee_id = \(employee) AND seen_at < \(now - .seconds(memory))")
    if let token, try db.exists("SELECT 1 FROM known_browser WHERE token_hash = \(SHA256.hexOf(token))") {
      try insert(token, of: employee, at: now, in: db)
      return token
    }
    let fresh = Random.token()
    try insert(fresh, of: employee, at: now, in: db)
    return fresh
  }

  private static func insert(_ token: String, of employee: Int64, at now: Instant, in db: any Database) throws {
    try db.run(
      """
      INSERT INTO known_browser (token_hash, employee_id, seen_at) VALUES (\(SHA256.hexOf(token)), \(employee), \(now))
      ON CONFLICT (token_hash, employee_id) DO UPDATE SET seen_at = excluded.seen_at, failures = 0
      """)
  }
}

extension Event.Subject {
  package static func employee(_ id: Int64) -> Self { .init("employee", id) }
  package static func team(_ id: Int64) -> Self { .init("team", id) }
  package static let desk = Event.Subject("desk", 1)
}
