import Storage

/// The order of a list. Equal keys follow the number, so that every place in it is a place of one ticket.
package struct TicketSort: Hashable, Sendable {
  package enum Key: String, Sendable, CaseIterable { case due, activity, priority, number }

  package let key: Key
  package let isReversed: Bool

  package static let usual = TicketSort(.activity)

  package init(_ key: Key, isReversed: Bool = false) {
    self.key = key
    self.isReversed = isReversed
  }

  /// In addresses: `due`, and `-due` for the other way round.
  package var text: String { (isReversed ? "-" : "") + key.rawValue }

  package init?(_ text: String) {
    let isReversed = text.hasPrefix("-")
    guard let key = Key(rawValue: String(isReversed ? text.dropFirst() : text[...])) else { return nil }
    self.init(key, isReversed: isReversed)
  }

  /// What is urgent comes first: the nearest deadline, the latest news, the highest priority, the newest number.
  package var isDescending: Bool { (key != .due) != isReversed }
  var reversed: TicketSort { TicketSort(key, isReversed: !isReversed) }

  /// `nil`: by the number alone. Finished tickets have no deadline, so by it they are all equal.
  func column(in view: TicketView) -> SQL? {
    switch key {
    case .number: nil
    case .due: view == .done ? nil : "t.due_sort"
    case .activity: "t.updated_at"
    case .priority: "t.priority_weight"
    }
  }
}
