import Storage
import Web

/// A page of a list of tickets, with everything that it shows, read at once for one reader.
package struct TicketList: Sendable {
  package struct Row: Sendable {
    package let ticket: TicketLine
    let preview: String
    let risks: [Risk]
    let priorityID: Int64
    let channel: Channel
    let hasAttachments: Bool
    let updatedAt: Instant
    /// The reader has begun to write there.
    let hasDraft: Bool
    /// Something happened that the reader has not seen.
    package let isUnread: Bool
    let cursor: ListQuery.Cursor

    package var number: Int64 { ticket.number }
  }

  static let pageSize = 50

  package let query: ListQuery
  package let rows: [Row]
  /// Addresses of the pages around this one.
  package let previous: ListQuery?
  package let next: ListQuery?
  let count: ViewCount?
  let tags: [Int64: [String]]
  /// Who else is on a ticket of this page.
  let presence: [Int64: PresenceView]
  let pills: [Int64: PanelContent]
  let words: TicketWords
}

/// What of a list the database does not know.
struct ListAsk: Sendable {
  let query: ListQuery
  let now: Instant
  let features: [any Feature.Type]
  let presence: Presence
}

extension Visit {
  func listAsk(_ query: ListQuery) -> ListAsk { ListAsk(query: query, now: now, features: world.features, presence: world.live.presence) }
}

extension TicketList {
  static func load(_ ask: ListAsk, for agent: Agent, in db: any Database) throws -> TicketList {
    let page = try agent.listPage(ask.query, now: ask.now, in: db)
    let numbers = page.rows.map(\.number)
    var pills: [Int64: PanelContent] = [:]
    let open = page.rows.filter { !$0.ticket.category.isFinished }.map(\.number)
    for feature in ask.features where !open.isEmpty {
      pills.merge(try feature.pills(of: open, for: agent, at: ask.now, in: db)) { first, _ in first }
    }
    return TicketList(
      query: page.query, rows: page.rows, previous: page.previous, next: page.next,
      count: try agent.viewCounts(of: [ask.query.view], in: db)[ask.query.view], tags: try agent.tags(of: numbers, in: db),
      presence: try PresenceView.of(numbers, ask, for: agent, in: db), pills: pills, words: try .load(in: db))
  }
}

extension PresenceView {
  fileprivate static func of(_ tickets: [Int64], _ ask: ListAsk, for agent: Agent, in db: any Database) throws -> [Int64: PresenceView] {
    var people: [Int64: [Presence.Person]] = [:]
    for ticket in tickets {
      let others = ask.presence.people(on: ticket, now: ask.now).filter { $0.employee != agent.id }
      if !others.isEmpty { people[ticket] = others }
    }
    guard !people.isEmpty else { return [:] }
    let names = try agent.employeeNames(Array(Set(people.values.joined().map(\.employee))), in: db)
    return Dictionary(
      uniqueKeysWithValues: people.map { ticket, people in
        (ticket, PresenceView(ticket: ticket, people: people.compactMap { person in names[person.employee].map { ($0, person.state) } }))
      })
  }
}
