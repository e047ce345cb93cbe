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
}

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
}
