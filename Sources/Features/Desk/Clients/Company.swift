import Storage

/// A client organisation.
package struct Company: Sendable {
  package var id: Int64
  package var publicID: String
  package var name: String
  /// A sender of one of these domains is recognised as theirs.
  package var domains: [String]
  package var note: String
  package var rev: Int64
  package var createdAt: Instant

  init(row: Row, domains: [String]) throws {
    self.init(
      id: try row["id"], publicID: try row["public_id"], name: try row["name"], domains: domains, note: try row["note"],
      rev: try row["rev"],
      createdAt: try row["created_at"])
  }

  init(id: Int64, publicID: String, name: String, domains: [String], note: String, rev: Int64, createdAt: Instant) {
    self.id = id
    self.publicID = publicID
    self.name = name
    self.domains = domains
    self.note = note
    self.rev = rev
    self.createdAt = createdAt
  }
}
