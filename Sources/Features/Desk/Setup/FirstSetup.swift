import Foundation
import Secrets
import Storage
import Web

extension Event.Kind {
  package static let deskSetUp = Event.Kind("desk.setUp")
}

/// What makes an empty database a desk: its row, the first administrator, the first team. The wizard's first step and
/// `otklik setup` both end here.
package struct FirstSetup: Sendable {
  package var company: String
  package var language: Language
  package var timeZone: String
  package var adminName: String
  package var adminEmail: String
  /// The wizard's next step; `nil` when there is none.
  package var nextStep: String?

  package init(company: String, language: Language, timeZone: String, adminName: String, adminEmail: String, nextStep: String? = nil) {
    self.company = company
    self.language = language
    self.timeZone = timeZone
    self.adminName = adminName
    self.adminEmail = adminEmail
    self.nextStep = nextStep
  }

  /// Everything that is wrong with it, by field. The password is checked before it is hashed.
  package func problems(password: Secret) -> [Refusal.Problem] {
    var problems: [Refusal.Problem] = []
    if company.allSatisfy(\.isWhitespace) { problems.append(.init("company", "error.companyMissing")) }
    if TimeZone(identifier: timeZone) == nil { problems.append(.init("timeZone", "error.unknownTimeZone", ["zone": timeZone])) }
    if adminName.allSatisfy(\.isWhitespace) { problems.append(.init("name", "error.nameMissing")) }
    if !EmailAddress.isPlausible(EmailAddress.normalized(adminEmail)) { problems.append(.init("email", "error.emailInvalid")) }
    let length = password.reveal().count
    if length < Password.shortest { problems.append(.init("password", "error.passwordShort", ["count": String(Password.shortest)])) }
    if length > Password.longest { problems.append(.init("password", "error.tooLong", ["limit": String(Password.longest)])) }
    return problems
  }

  /// Returns the administrator's id. A desk is set up once: the second who tries is refused.
  package func run(passwordHash: String, teamName: String, in change: Transaction) throws -> Int64 {
    let db = change.db
    // Two who try at once wait for one another. The desk has no row yet; the role that both would give out has.
    _ = try db.row("SELECT id FROM role WHERE key = 'administrator'\(db.lock)")
    guard try !DeskProfile.load(in: db).isSetUp else { throw Refusal.conflict("error.alreadySetUp") }
    try DeskProfile(name: company, language: language, timeZone: timeZone, isSetUp: true, setupStep: nextStep).save(in: db)
    let admin: Int64? = try db.value(
      """
      INSERT INTO employee (public_id, name, email, password_hash, role_id, language, time_zone, created_at)
      VALUES (\(Random.publicID()), \(adminName), \(EmailAddress.normalized(adminEmail)), \(passwordHash),
        (SELECT id FROM role WHERE key = 'administrator'), \(language), \(timeZone), \(change.now))
      RETURNING id
      """)
    try db.run("UPDATE team SET name = \(teamName) WHERE id = (SELECT min(id) FROM team) AND name = 'Support'")
    try db.run("INSERT INTO team_member (team_id, employee_id) SELECT min(id), \(admin) FROM team")
    try change.record(Event(.deskSetUp, of: Event.Subject("desk", 1), by: .employee(admin!), facts: ["name": company]))
    return admin!
  }
}
