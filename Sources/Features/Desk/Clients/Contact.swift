import Storage

/// A person of a client (or of nobody yet) who asks for things.
package struct Contact: Sendable {
  package var id: Int64
  package var publicID: String
  package var name: String
  package var companyID: Int64?
  package var language: String?
  package var note: String
  package var rev: Int64
  package var createdAt: Instant

  package init(row: Row) throws {
    id = try row["id"]
    publicID = try row["public_id"]
    name = try row["name"]
    companyID = try row["company_id"]
    language = try row["language"]
    note = try row["note"]
    rev = try row["rev"]
    createdAt = try row["created_at"]
  }
}

/// An address of a contact, and whether letters to it came back.
struct ContactEmail: Sendable {
  let address: String
  let bouncedAt: Instant?
  let bounceReason: String?
}
