import Secrets
import Storage
import Web

extension Event.Kind {
  package static let contactAdded = Event.Kind("contact.added")
  package static let contactChanged = Event.Kind("contact.changed")
}

/// A contact as somebody typed it.
struct ContactEdit: Sendable {
  static let mostEmails = 20

  let name: String
  let emails: [String]
  let companyID: Int64?
  let companyName: String
  let language: String?
  let note: String
  let rev: Int64

  /// Somebody who is only named for now.
  init(name: String, emails: [String], companyID: Int64?, companyName: String) {
    self.name = name
    self.emails = emails.map(EmailAddress.normalized)
    self.companyID = companyID
    self.companyName = companyName
    language = nil
    note = ""
    rev = 0
  }

  init(form: Form) {
    name = form.text("name")
    var seen: Set<String> = []
    emails = form.text("emails").split { $0.isWhitespace || $0 == "," || $0 == ";" }.map { EmailAddress.normalized(String($0)) }
      .filter { seen.insert($0).inserted }
    companyID = form.int("company") ?? form.int("companyWas")
    companyName = form.text("companyName")
    language = Language(rawValue: form.text("language"))?.rawValue
    note = form.text("note")
    rev = form.int("rev") ?? 0
  }

  func check(_ contact: Int64?, in db: any Database) throws {
    var problems = Checks.name(name, "name") + Checks.tooLong(note, "note", limit: CompanyEdit.longestNote)
    if emails.count > Self.mostEmails { problems.append(.init("emails", "error.tooLong", ["limit": String(Self.mostEmails)])) }
    for email in emails.prefix(Self.mostEmails) {
      if let problem = try problem(of: email, contact, in: db) {
        problems.append(problem)
        break
      }
    }
    guard problems.isEmpty else { throw Refusal.invalid(problems) }
  }

  private func problem(of email: String, _ contact: Int64?, in db: any Database) throws -> Refusal.Problem? {
    guard EmailAddress.isPlausible(email) else { return .init("emails", "clients.badEmail", ["email": email]) }
    let owner: String? = try db.value(
      "SELECT c.name FROM contact_email m JOIN contact c ON c.id = m.contact_id WHERE m.email = \(email) AND c.id <> \(contact ?? 0)")
    return owner.map { .init("emails", "clients.emailTaken", ["email": email, "name": $0]) }
  }

  /// The company that was chosen, or typed by its whole name. No name is no company.
  func company(in db: any Database) throws -> Int64? {
    guard !companyName.isEmpty else { return nil }
    let key = SearchKey.of(companyName)
    let found: [Int64] = try db.values("SELECT id FROM company WHERE sort_name = \(key) ORDER BY id LIMIT 100")
    if let companyID, found.contains(companyID) { return companyID }
    guard let first = found.first else { throw Refusal.invalid("companyName", "clients.unknownCompany", ["name": companyName]) }
    guard found.count == 1 else { throw Refusal.invalid("companyName", "clients.severalCompanies", ["name": companyName]) }
    return first
  }
}

extension Agent {
  func addContact(_ edit: ContactEdit, in change: Transaction) throws -> Int64 {
    try require(.changeClients)
    let db = change.db
    try edit.check(nil, in: db)
    var company = try edit.company(in: db)
    if company == nil { company = try edit.emails.lazy.compactMap { try Contact.company(of: $0, in: db) }.first }
    let id: Int64? = try db.value(
      """
      INSERT INTO contact (public_id, name, sort_name, company_id, language, note, created_at)
      VALUES (\(Random.publicID()), \(edit.name), \(SearchKey.of(edit.name)), \(company), \(edit.language), \(edit.note), \(change.now))
      RETURNING id
      """)
    try saveEmails(edit, of: id!, in: db)
    try change.record(Event(.contactAdded, of: .contact(id!), by: actor, facts: ["name": edit.name]))
    return id!
  }

  func change(contact id: Int64, to edit: ContactEdit, in change: Transaction) throws {
    try require(.changeClients)
    let (db, before) = (change.db, try contact(id, in: change.db))
    try edit.check(id, in: db)
    let company = try edit.company(in: db)
    let emails = try emails(of: id, in: db).map(\.address)
    let changed = try db.run(
      """
      UPDATE contact SET name = \(edit.name), sort_name = \(SearchKey.of(edit.name)), company_id = \(company), language = \(edit.language),
        note = \(edit.note), rev = rev + 1
      WHERE id = \(id) AND rev = \(edit.rev)
      """)
    guard changed == 1 else { throw Refusal.conflict("form.changedMeanwhile") }
    try saveEmails(edit, of: id, in: db)
    let changes = Event.Change.differing([
      ("name", before.name, edit.name), ("emails", emails.joined(separator: ", "), edit.emails.joined(separator: ", ")),
      ("company", try companyName(before.companyID, in: db), try companyName(company, in: db)),
      ("language", before.language, edit.language),
      ("note", before.note, edit.note),
    ])
    if !changes.isEmpty {
      try change.record(Event(.contactChanged, of: .contact(id), by: actor, changes: changes, facts: ["name": edit.name]))
    }
  }

  /// An address that stays keeps what is known of it: that letters to it came back.
  private func saveEmails(_ edit: ContactEdit, of id: Int64, in db: any Database) throws {
    for gone in try emails(of: id, in: db).map(\.address) where !edit.emails.contains(gone) {
      try db.run("DELETE FROM contact_email WHERE email = \(gone)")
    }
    for (index, email) in edit.emails.enumerated() {
      try db.run(
        """
        INSERT INTO contact_email (email, contact_id, position) VALUES (\(email), \(id), \(index + 1))
        ON CONFLICT (email) DO UPDATE SET position = excluded.position
        """)
    }
    try ClientWords.save(contact: id, name: edit.name, emails: edit.emails, in: db)
  }

  func companyName(_ id: Int64?, in db: any Database) throws -> String? {
    try id.flatMap { try db.value("SELECT name FROM company WHERE id = \($0)") }
  }
}
