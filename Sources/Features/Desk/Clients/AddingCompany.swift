import Foundation
import Secrets
import Storage
import Web

extension Event.Kind {
  package static let companyAdded = Event.Kind("company.added")
  package static let companyChanged = Event.Kind("company.changed")
}

extension Event.Subject {
  package static func company(_ id: Int64) -> Self { .init("company", id) }
  package static func contact(_ id: Int64) -> Self { .init("contact", id) }
}

/// A company as somebody typed it.
struct CompanyEdit: Sendable {
  static let mostDomains = 50
  static let longestNote = 10_000

  var name: String
  var domains: [String]
  var note: String
  var rev: Int64

  init(name: String, domains: [String]) {
    self.name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    self.domains = Self.cleaned(domains)
    note = ""
    rev = 0
  }

  init(form: Form) {
    self.init(name: form.text("name"), domains: form.text("domains").split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init))
    note = form.text("note")
    rev = form.int("rev") ?? 0
  }

  /// In order, once each; people also write `@domain` and `www.`.
  private static func cleaned(_ domains: [String]) -> [String] {
    var seen: Set<String> = []
    return domains.map { $0.lowercased().trimmingPrefix("@").trimmingPrefix("www.") }.map(String.init).filter { seen.insert($0).inserted }
  }

  func check(_ company: Int64?, in db: any Database) throws {
    var problems = Checks.name(name, "name") + Checks.tooLong(note, "note", limit: Self.longestNote)
    if domains.count > Self.mostDomains { problems.append(.init("domains", "error.tooLong", ["limit": String(Self.mostDomains)])) }
    for domain in domains.prefix(Self.mostDomains) {
      if let problem = try problem(of: domain, company, in: db) {
        problems.append(problem)
        break
      }
    }
    guard problems.isEmpty else { throw Refusal.invalid(problems) }
  }

  private func problem(of domain: String, _ company: Int64?, in db: any Database) throws -> Refusal.Problem? {
    guard EmailAddress.isPlausible("a@\(domain)"), domain.contains(".") else {
      return .init("domains", "clients.badDomain", ["domain": domain])
    }
    if PublicMailDomains.contains(domain) { return .init("domains", "clients.publicDomain", ["domain": domain]) }
    let owner: String? = try db.value(
      "SELECT c.name FROM company_domain d JOIN company c ON c.id = d.company_id WHERE d.domain = \(domain) AND c.id <> \(company ?? 0)")
    return owner.map { .init("domains", "clients.domainTaken", ["domain": domain, "company": $0]) }
  }
}

extension Company {
  /// - Parameter domains: whoever writes from one of these is recognised as theirs. A domain belongs to one company.
  package static func add(_ name: String, domains: [String] = [], by actor: Actor, in change: Transaction) throws -> Int64 {
    try add(CompanyEdit(name: name, domains: domains), by: actor, in: change)
  }

  static func add(_ edit: CompanyEdit, by actor: Actor, in change: Transaction) throws -> Int64 {
    try edit.check(nil, in: change.db)
    let id: Int64? = try change.db.value(
      """
      INSERT INTO company (public_id, name, sort_name, note, created_at)
      VALUES (\(Random.publicID()), \(edit.name), \(SearchKey.of(edit.name)), \(edit.note), \(change.now))
      RETURNING id
      """)
    try ClientWords.save(company: id!, name: edit.name, in: change.db)
    try setDomains(edit.domains, of: id!, in: change.db)
    try change.record(Event(.companyAdded, of: .company(id!), by: actor, facts: ["name": edit.name]))
    return id!
  }

  /// Contacts who wrote from a domain before it was known as this company's join it.
  static func setDomains(_ domains: [String], of id: Int64, in db: any Database) throws {
    try db.run("DELETE FROM company_domain WHERE company_id = \(id)")
    for domain in domains {
      try db.run("INSERT INTO company_domain (domain, company_id) VALUES (\(domain), \(id))")
      try db.run(
        """
        UPDATE contact SET company_id = \(id), rev = rev + 1
        WHERE company_id IS NULL AND id IN (SELECT client_id FROM client_word WHERE kind = 'domain' AND word = \(domain))
        """)
    }
  }
}

extension Agent {
  func addCompany(_ edit: CompanyEdit, in change: Transaction) throws -> Int64 {
    try require(.changeClients)
    return try Company.add(edit, by: actor, in: change)
  }

  func change(company id: Int64, to edit: CompanyEdit, in change: Transaction) throws {
    try require(.changeClients)
    let (db, before) = (change.db, try company(id, in: change.db))
    try edit.check(id, in: db)
    let changed = try db.run(
      """
      UPDATE company SET name = \(edit.name), sort_name = \(SearchKey.of(edit.name)), note = \(edit.note), rev = rev + 1
      WHERE id = \(id) AND rev = \(edit.rev)
      """)
    guard changed == 1 else { throw Refusal.conflict("form.changedMeanwhile") }
    try ClientWords.save(company: id, name: edit.name, in: db)
    try Company.setDomains(edit.domains, of: id, in: db)
    let changes = Event.Change.differing([
      ("name", before.name, edit.name), ("domains", before.domains.joined(separator: ", "), edit.domains.sorted().joined(separator: ", ")),
      ("note", before.note, edit.note),
    ])
    if !changes.isEmpty {
      try change.record(Event(.companyChanged, of: .company(id), by: actor, changes: changes, facts: ["name": edit.name]))
    }
  }
}
