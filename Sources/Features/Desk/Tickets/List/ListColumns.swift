import Storage
import Web

/// The columns that a list can do without.
package enum ListColumn: String, Sendable, CaseIterable {
  case number, client, priority, due, assignee, activity

  /// As they are kept: names with commas between them. A name that this program does not know hides nothing.
  package static func set(_ text: String) -> Set<ListColumn> {
    Set(text.split(separator: ",").compactMap { ListColumn(rawValue: String($0)) })
  }
  package static func text(_ columns: Set<ListColumn>) -> String { columns.map(\.rawValue).sorted().joined(separator: ",") }
}

extension Agent {
  /// Lists show this agent these columns, everywhere.
  func show(_ columns: Set<ListColumn>, in change: Transaction) throws {
    let hidden = Set(ListColumn.allCases).subtracting(columns)
    try change.db.run("UPDATE employee SET hidden_columns = \(ListColumn.text(hidden)) WHERE id = \(id)")
  }
}
