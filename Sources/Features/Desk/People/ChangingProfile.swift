import Secrets
import Storage
import Web

extension Event.Kind {
  package static let passwordChanged = Event.Kind("employee.passwordChanged")
  package static let sessionsEnded = Event.Kind("employee.sessionsEnded")
}

/// One's own profile as one typed it.
struct ProfileEdit: Sendable {
  static let longestSignature = 5_000
  static let undoLimit: ClosedRange<Int64> = 0...60

  let name: String
  let signature: String
  let language: Language?
  let timeZone: String
  let theme: Preferences.Theme?
  let density: Preferences.Density?
  let hasShortcuts: Bool
  let undoSeconds: Int64?
  let rev: Int64

  init(form: Form) {
    name = form.text("name")
    signature = form.text("signature")
    language = Language(rawValue: form.text("language"))
    timeZone = form.text("timeZone")
    theme = Preferences.Theme(rawValue: form.text("theme"))
    density = Preferences.Density(rawValue: form.text("density"))
    hasShortcuts = form.isOn("shortcuts")
    undoSeconds = form.int("undo")
    rev = form.int("rev") ?? 0
  }

  func preferences() throws -> Preferences {
    var problems = Checks.name(name, "name") + Checks.tooLong(signature, "signature", limit: Self.longestSignature)
    if !Zones.isKnown(timeZone) { problems.append(.init("timeZone", "error.unknownTimeZone", ["zone": timeZone])) }
    if !(undoSeconds.map(Self.undoLimit.contains) ?? false) { problems.append(.init("undo", "profile.undoRange")) }
    guard let language, let theme, let density, let undoSeconds, problems.isEmpty else {
      throw Refusal.invalid(problems.isEmpty ? [.init("", "error.unknownChoice")] : problems)
    }
    return Preferences(
      language: language, timeZone: timeZone, theme: theme, density: density, hasShortcuts: hasShortcuts, undoSeconds: undoSeconds)
  }
}

extension Agent {
  /// One's own row, with what the session does not carry.
  func ownRow(in db: any Database) throws -> Employee {
    guard let row = try db.row("SELECT * FROM employee WHERE id = \(id)\(db.lock)") else { throw Refusal.notFound }
    return try Employee(row: row)
  }

  func changeProfile(_ edit: ProfileEdit, in change: Transaction) throws {
    let (wanted, before) = (try edit.preferences(), try ownRow(in: change.db))
    let changed = try change.db.run(
      """
      UPDATE employee SET name = \(edit.name), signature = \(edit.signature), language = \(wanted.language), time_zone = \(wanted.timeZone),
        theme = \(wanted.theme), density = \(wanted.density), has_shortcuts = \(wanted.hasShortcuts), undo_seconds = \(wanted.undoSeconds),
        rev = rev + 1
      WHERE id = \(id) AND rev = \(edit.rev)
      """)
    guard changed == 1 else { throw Refusal.conflict("form.changedMeanwhile") }
    // How the pages look is nobody's business; what others see of a person is.
    let changes = Event.Change.differing([("name", before.name, edit.name), ("signature", before.signature, edit.signature)])
    if !changes.isEmpty {
      try change.record(Event(.employeeChanged, of: .employee(id), by: actor, changes: changes, facts: ["name": edit.name]))
    }
  }

  /// Other browsers are signed out: whoever knew the old password is shut out.
  func changePassword(_ hash: String, keeping session: Int64, in change: Transaction) throws {
    let db = change.db
    try db.run("UPDATE employee SET password_hash = \(hash), must_change_password = 0 WHERE id = \(id)")
    try Session.end("employee_id = \(id) AND id <> \(session)", in: change)
    try db.run("DELETE FROM known_browser WHERE employee_id = \(id)")
    try change.record(Event(.passwordChanged, of: .employee(id), by: actor))
  }

  func endOtherSessions(than session: Int64, in change: Transaction) throws {
    let ended = try Session.end("employee_id = \(id) AND id <> \(session)", in: change)
    guard ended > 0 else { return }
    try change.record(Event(.sessionsEnded, of: .employee(id), by: actor, facts: ["count": String(ended)]))
  }
}

/// The old password and the new one, as typed.
struct PasswordChange: Sendable {
  let old: Secret
  let new: Secret

  init(form: Form) {
    old = Secret(String((form.raw("old") ?? "").prefix(Password.longest)))
    new = Secret(form.raw("new") ?? "")
  }

  func run(by agent: Agent, session: Int64, in world: World) async throws {
    let guess = OwnPasswordGuess(agent: agent.id)
    try await world.write { try guess.count(in: $0) }
    let hash: String? = try await world.read { try $0.value("SELECT password_hash FROM employee WHERE id = \(agent.id)") ?? nil }
    guard await world.passwords.verify(old, against: hash) else { throw Refusal.invalid("old", "profile.oldPasswordWrong") }
    try await world.write { try guess.forget(in: $0) }
    try Self.check(new, field: "new")
    if new == old { throw Refusal.invalid("new", "profile.samePassword") }
    let fresh = await world.passwords.hash(new)
    try await world.write { try agent.changePassword(fresh, keeping: session, in: $0) }
  }

  static func check(_ new: Secret, field: String) throws {
    let length = new.reveal().count
    if length < Password.shortest { throw Refusal.invalid(field, "error.passwordShort", ["count": String(Password.shortest)]) }
    if length > Password.longest { throw Refusal.invalid(field, "error.tooLong", ["limit": String(Password.longest)]) }
  }
}

/// Who found a browser signed in must not guess the old password there without end.
private struct OwnPasswordGuess: Sendable {
  let agent: Int64
  private var key: String { "employee \(agent)" }
  private var place: String { "profile" }

  func count(in change: Transaction) throws {
    let since = change.now - .seconds(SignInThrottle.memory)
    let row = try change.db.row(
      "SELECT count(*) AS failures, max(at) AS last FROM sign_in_attempt WHERE email = \(key) AND address = \(place) AND at > \(since)")
    let seconds = try row.map { try SignInThrottle.pair.wait(after: $0["failures"], last: $0["last"], now: change.now) } ?? 0
    if seconds > 0 { throw Refusal.invalid("old", "profile.tooManyTries", ["count": String(seconds)]) }
    try change.db.run("INSERT INTO sign_in_attempt (email, address, at) VALUES (\(key), \(place), \(change.now))")
  }

  func forget(in change: Transaction) throws {
    try change.db.run("DELETE FROM sign_in_attempt WHERE email = \(key) AND address = \(place)")
  }
}
