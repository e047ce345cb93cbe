/// One row of a result. Reading a column that is not there, or of another kind, is an error, never a default.
package struct Row: Sendable {
  /// The names are shared by all rows of a result.
  package final class Columns: Sendable {
    package let names: [String]
    /// Where each name stands; of names that stand twice the first counts.
    private let places: [String: Int]

    package init(_ names: [String]) {
      self.names = names
      // Comparing a few names is quicker than finding one of them by its hash.
      places = names.count < 6 ? [:] : Dictionary(zip(names, names.indices)) { first, _ in first }
    }

    func place(of name: String) -> Int? { places.isEmpty ? names.firstIndex(of: name) : places[name] }
  }

  package let columns: Columns
  package let values: [SQL.Value]

  package init(columns: Columns, values: [SQL.Value]) {
    self.columns = columns
    self.values = values
  }

  package subscript<T: ColumnValue>(_ name: String) -> T {
    get throws {
      guard let index = columns.place(of: name) else { throw StorageError.noColumn(name, in: columns.names) }
      guard let value = T(sqlValue: values[index]) else {
        throw StorageError.wrongType(column: name, expected: String(describing: T.self), found: values[index])
      }
      return value
    }
  }

  /// By position, for rows of one or two columns.
  package subscript<T: ColumnValue>(_ index: Int) -> T {
    get throws {
      guard let value = T(sqlValue: values[index]) else {
        throw StorageError.wrongType(column: columns.names[index], expected: String(describing: T.self), found: values[index])
      }
      return value
    }
  }
}
