import Foundation
import Secrets
import Storage

extension Contact {
  /// Whose address this is, for mail, which acts for nobody in particular.
  package static func find(email: String, in db: any Database) throws -> Contact? {
    let address = EmailAddress.normalized(email)
    return try db.row("SELECT c.* FROM contact c JOIN contact_email m ON m.contact_id = c.id WHERE m.email = \(address)\(db.lockOfContact)")
      .map(Contact.init)
  }

  /// The contact of an address; a new one, of the company whose domain it is, when nobody has it yet. Somebody who was known
  /// by the address alone gets the name that the letter brings.
  package static func findOrCreate(email: String, name: String?, language: String? = nil, in change: Transaction) throws -> Contact {
    let address = EmailAddress.normalized(email)
    let known = (name ?? "").trimmingCharacters(in: .whitespacesAndNewlines).prefix(Checks.longestName)
    if var contact = try find(email: address, in: change.db) {
      if contact.name == address, !known.isEmpty { try contact.rename(String(known), in: change) }
      return contact
    }
    let shown = known.isEmpty ? address : String(known)
    let company = try company(of: address, in: change.db)
    let row = try change.db.row(
      """
      INSERT INTO contact (public_id, name, sort_name, company_id, language, created_at)
      VALUES (\(Random.publicID()), \(shown), \(SearchKey.of(shown)), \(company), \(language), \(change.now)) RETURNING *
      """)
    let contact = try Contact(row: row!)
    try change.db.run("INSERT INTO contact_email (email, contact_id, position) VALUES (\(address), \(contact.id), 1)")
    try ClientWords.save(contact: contact.id, name: shown, emails: [address], in: change.db)
    try change.record(Event(.contactAdded, of: .contact(contact.id), by: .desk, facts: ["name": shown, "email": address]))
    return contact
  }

  /// The company that owns the domain of an address; a provider's domain is nobody's.
  static func company(of address: String, in db: any Database) throws -> Int64? {
    guard let domain = EmailAddress.domain(of: address), !PublicMailDomains.contains(domain) else { return nil }
    return try db.value("SELECT company_id FROM company_domain WHERE domain = \(domain)")
  }

  private mutating func rename(_ new: String, in change: Transaction) throws {
    let before = name
    name = new
    rev += 1
    try change.db.run("UPDATE contact SET name = \(new), sort_name = \(SearchKey.of(new)), rev = \(rev) WHERE id = \(id)")
    let emails: [String] = try change.db.values("SELECT email FROM contact_email WHERE contact_id = \(id)")
    try ClientWords.save(contact: id, name: new, emails: emails, in: change.db)
    try change.record(Event(.contactChanged, of: .contact(id), by: .desk, changes: [.init("name", before, new)], facts: ["name": new]))
  }
}

extension Database {
  /// Only the contact's row of the join.
  fileprivate var lockOfContact: SQL { isWriting && dialect == .postgresql ? " FOR UPDATE OF c" : "" }
}
