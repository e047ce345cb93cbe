import Storage
import Web

/// Which page of which list in which order: what the address of a list says.
package struct ListQuery: Sendable, Equatable {
  /// A ticket by its place in the order; the key is missing where the number alone makes the order.
  package struct Cursor: Sendable, Equatable {
    package let key: Int64?
    package let number: Int64
  }

  package enum Start: Sendable, Equatable { case top, after(Cursor), before(Cursor) }

  package var view: TicketView
  package var sort: TicketSort
  package var start = Start.top
  /// Which in the whole list the first row is, counted along by the links; `nil` when the address does not say.
  package var rank: Int64? = 1

  package init(_ view: TicketView, _ sort: TicketSort = .usual, _ start: Start = .top, rank: Int64? = 1) {
    self.view = view
    self.sort = sort
    self.start = start
    self.rank = rank
  }
}

extension ListQuery.Cursor {
  package var text: String { key.map { "\($0).\(number)" } ?? String(number) }

  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
    switch (parts.count, parts.first ?? nil, parts.last ?? nil) {
    case (1, let number?, _): self.init(key: nil, number: number)
    case (2, let key?, let number?): self.init(key: key, number: number)
    default: return nil
    }
  }
}

extension ListQuery {
  /// The view and the order, for links to a ticket that remember the list: "?view=mine&sort=due".
  package var suffix: String { "?view=\(view.text)" + (sort == .usual ? "" : "&sort=\(sort.text)") }

  package var address: String {
    let place =
      switch start {
      case .top: ""
      case .after(let cursor): "&after=\(cursor.text)"
      case .before(let cursor): "&before=\(cursor.text)"
      }
    return "/tickets\(suffix)\(place)" + (start == .top ? "" : rank.map { "&at=\($0)" } ?? "")
  }

  func sorted(by sort: TicketSort) -> ListQuery { ListQuery(view, sort) }
}

extension Visit {
  /// Whatever the address says wrongly is as if it said nothing; `nil` if it names no list.
  package var namedList: ListQuery? {
    query("view").flatMap(TicketView.init).map { view in
      var list = ListQuery(view, query("sort").flatMap { TicketSort($0) } ?? .usual)
      if let cursor = query("after").flatMap(ListQuery.Cursor.init) { list.start = .after(cursor) }
      if let cursor = query("before").flatMap(ListQuery.Cursor.init) { list.start = .before(cursor) }
      // A place of another order leads nowhere.
      if case .after(let cursor) = list.start, (cursor.key == nil) != (list.sort.column(in: view) == nil) { list.start = .top }
      if case .before(let cursor) = list.start, (cursor.key == nil) != (list.sort.column(in: view) == nil) { list.start = .top }
      if list.start != .top { list.rank = query("at").flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } }
      return list
    }
  }
}
