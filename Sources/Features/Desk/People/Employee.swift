import Storage

/// A person who works at the desk, as the settings and the pickers know them.
package struct Employee: Sendable {
  package var id: Int64
  package var publicID: String
  package var name: String
  package var email: String
  package var roleID: Int64
  package var isActive: Bool
  package var preferences: Preferences
  package var signature: String
  package var createdAt: Instant
  package var mustChangePassword: Bool
  package var rev: Int64
}

package struct Role: Sendable {
  package let id: Int64
  /// Ready roles have a key that is translated; a desk's own roles have a name.
  package let key: String?
  package let name: String
}

package struct Team: Sendable {
  package let id: Int64
  package let name: String
  /// Under mails to clients, instead of the mailbox's.
  package let signature: String
  package let isActive: Bool
  package let rev: Int64
}

/// What a picker shows: somebody or something by id.
package struct Choice: Sendable {
  package let id: Int64
  package let name: String
  package init(id: Int64, name: String) {
    self.id = id
    self.name = name
  }
}
