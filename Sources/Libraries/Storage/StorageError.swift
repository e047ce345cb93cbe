/// What can go wrong below the desk's own rules.
package enum StorageError: Error, Sendable {
  case noColumn(String, in: [String])
  case wrongType(column: String, expected: String, found: SQL.Value)
  /// A constraint of the schema refused the change: unique, foreign key, check, not null.
  case constraint(Constraint, detail: String)
  /// The disk is full or the database cannot be written; nothing was changed.
  case cannotWrite(String)
  case unreachable(String)
  /// The file is no database any more, or parts of it are broken.
  case damaged(String)
  /// The database was written by a newer program: the steps that this one does not know.
  case newerSchema(unknownSteps: [String])
  case closed
  /// Too many writes are waiting; the caller may try again shortly.
  case overloaded
  case failed(String, statement: String)

  package enum Constraint: Sendable, Equatable { case unique, foreignKey, check, notNull, other }

  package var isUniqueViolation: Bool {
    if case .constraint(.unique, _) = self { true } else { false }
  }
}
