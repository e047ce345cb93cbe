import Secrets
import Storage

extension Event.Kind {
  package static let passwordForgotten = Event.Kind("employee.passwordForgotten")
  package static let passwordReset = Event.Kind("employee.passwordReset")
}

/// A link that lets its reader choose a new password. Nothing of it is stored: it is bound to the password that it replaces, so it
/// works once, and only until its hour is over.
package struct PasswordLink: Sendable {
  package static let lifetime: Int64 = 3600
  private static let tagLength = 24

  let employee: Int64
  let expires: Instant
  private let tag: String

  package init(employee: Int64, passwordHash: String?, issuedAt: Instant, keys: DeskKeys) {
    self.employee = employee
    expires = issuedAt + .seconds(Self.lifetime)
    tag = keys.passwordLinks.tag(Self.message(employee, expires, passwordHash), length: Self.tagLength)
  }

  init?(token: String) {
    let parts = token.split(separator: ".")
    guard parts.count == 3, let employee = Int64(parts[0]), let seconds = Int64(parts[1]) else { return nil }
    self.employee = employee
    expires = Instant(milliseconds: seconds)
    tag = String(parts[2])
  }

  package var token: String { "\(employee).\(expires.milliseconds).\(tag)" }

  /// The address of the account, for as long as the link is good.
  func email(now: Instant, keys: DeskKeys, in db: any Database) throws -> String? {
    guard now < expires,
      let row = try db.row("SELECT email, password_hash FROM employee WHERE id = \(employee) AND is_active = 1\(db.lock)"),
      keys.passwordLinks.isValid(tag, for: Self.message(employee, expires, try row[1]), length: Self.tagLength)
    else { return nil }
    return try row[0]
  }

  private static func message(_ employee: Int64, _ expires: Instant, _ hash: String?) -> String {
    "\(employee) \(expires.milliseconds) \(hash ?? "")"
  }

  /// Everybody who knew the old password is shut out.
  func use(_ hash: String, in change: Transaction) throws {
    let db = change.db
    guard try email(now: change.now, keys: change.keys, in: db) != nil else { throw Refusal.invalid("", "signIn.linkOver") }
    try db.run("UPDATE employee SET password_hash = \(hash), must_change_password = 0, rev = rev + 1 WHERE id = \(employee)")
    try Session.end("employee_id = \(employee)", in: change)
    try db.run("DELETE FROM known_browser WHERE employee_id = \(employee)")
    try change.record(Event(.passwordReset, of: .employee(employee), by: .employee(employee)))
  }
}

/// Somebody says to have forgotten the password of an address. The request itself does the same for every address, known or
/// not: who has it is looked up here, afterwards.
struct ForgottenPassword: Job {
  static let kind = "employee.forgottenPassword"
  let email: String

  /// Nobody's mail is filled by strangers.
  static let mostAnHour: Int64 = 3

  /// Returns the seconds that this place on the network has to wait, which says nothing of the address. An address that was asked
  /// for often gets the same answer and no more letters.
  static func ask(_ email: String, from address: String, in change: Transaction) throws -> Int64 {
    let (db, now, plain, place) = (change.db, change.now, EmailAddress.normalized(email), NetworkPlace.of(address))
    // Requests wait for one another here, or several at once would all count the same few before them.
    _ = try db.row("SELECT id FROM desk WHERE id = 1\(db.lock)")
    let since = now - .seconds(SignInThrottle.memory)
    if let row = try db.row("SELECT count(*), max(at) FROM password_request WHERE address = \(place) AND at > \(since)") {
      let seconds = SignInThrottle.links.wait(after: try row[0], last: try row[1], now: now)
      guard seconds == 0 else { return seconds }
    }
    let asked: Int64? = try db.value("SELECT count(*) FROM password_request WHERE email = \(plain) AND at > \(since)")
    try db.run("INSERT INTO password_request (email, address, at) VALUES (\(plain), \(place), \(now))")
    if asked ?? 0 < mostAnHour { try change.enqueue(Self(email: plain), key: plain) }
    return 0
  }

  static func forget(in change: Transaction) throws -> Int {
    let since = change.now - .seconds(SignInThrottle.memory)
    return try change.db.run(
      "DELETE FROM password_request WHERE id IN (SELECT id FROM password_request WHERE at < \(since) ORDER BY at LIMIT \(Tidy.step))")
  }

  func run(in world: World) async throws {
    let email = email
    try await world.write { change in
      guard let employee: Int64 = try change.db.value("SELECT id FROM employee WHERE email = \(email) AND is_active = 1") else { return }
      let asked: Int64? = try change.db.value(
        """
        SELECT count(*) FROM event WHERE subject_kind = 'employee' AND subject_id = \(employee) AND kind = \(Event.Kind.passwordForgotten)
          AND at > \(change.now - .seconds(3600))
        """)
      guard asked ?? 0 < Self.mostAnHour else { return }
      try change.record(Event(.passwordForgotten, of: .employee(employee), by: .desk))
    }
  }
}
