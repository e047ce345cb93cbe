import Secrets
import Storage

extension Contact {
  init(row: Row) throws {
    self.init(
      id: try row["id"], publicID: try row["public_id"], name: try row["name"], companyID: try row["company_id"],
      language: try row["language"],
      note: try row["note"], rev: try row["rev"], createdAt: try row["created_at"])
  }

  /// The contact of an address; a new one, of the company whose domain it is, when nobody has it yet.
  package static func findOrCreate(email: String, name: String?, in change: Transaction) throws -> Contact {
    let address = EmailAddress.normalized(email)
    if let row = try change.db.row(
      "SELECT c.* FROM contact c JOIN contact_email m ON m.contact_id = c.id WHERE m.email = \(address)")
    {
      return try Contact(row: row)
    }
    let known = name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    let shown = String((known.isEmpty ? address : known).prefix(200))
    let company: Int64? = try EmailAddress.domain(of: address).flatMap {
      try change.db.value("SELECT company_id FROM company_domain WHERE domain = \($0)")
    }
    let row = try change.db.row(
      """
      INSERT INTO contact (public_id, name, sort_name, company_id, created_at)
      VALUES (\(Random.publicID()), \(shown), \(shown.lowercased()), \(company), \(change.now)) RETURNING *
      """)
    let contact = try Contact(row: row!)
    try change.db.run("INSERT INTO contact_email (email, contact_id, position) VALUES (\(address), \(contact.id), 1)")
    return contact
  }
}
