import DeskTesting
import Storage
import Testing

@testable import Desk

@Suite struct PagingTests {
  static let sorts = TicketSort.Key.allCases.flatMap { [TicketSort($0), TicketSort($0, isReversed: true)] }

  /// Every view in every order, over keys that are mostly equal: each ticket once, in order; and back the same pages.
  @Test func pagesHoldEveryTicketOnceForwardsAndBackwards() async throws {
    let desk = try await TestDesk.make()
    try await desk.scatter(240)
    try await desk.change(
      "UPDATE ticket SET is_open = 0, category = 'done', due_sort = \(Int64.max), is_at_risk = 0, risks = '' WHERE number > 130")
    let anna = try await desk.browser(of: desk.cast.anna), agent = try await desk.agent(desk.cast.anna)
    for view in TicketView.common + [.team(1)] {
      for sort in Self.sorts {
        let expected = try await Self.order(of: view, sort, for: agent, desk)
        var pages: [[Int64]] = [], back: [[Int64]] = [], address: String? = ListQuery(view, sort).address, last = ""
        while let here = address, pages.count < 9 {
          let page = try await anna.list(here)
          pages.append(page.numbers)
          (last, address) = (here, page.next)
        }
        #expect(pages.flatMap { $0 } == expected, "\(view.text) \(sort.text)")
        address = last
        while let here = address, back.count < 9 {
          let page = try await anna.list(here)
          back.insert(page.numbers, at: 0)
          address = page.previous
        }
        #expect(back == pages, "\(view.text) \(sort.text), backwards")
      }
    }
  }

  /// The order as the rule says it, without indexes or cursors.
  private static func order(of view: TicketView, _ sort: TicketSort, for agent: Agent, _ desk: TestDesk) async throws -> [Int64] {
    let rows = try await desk.world.read { db in
      try db.rows("SELECT number, updated_at, due_sort, priority_weight FROM ticket t WHERE \(view.condition(for: agent))").map {
        (
          number: try $0[0] as Int64,
          keys: [TicketSort.Key.activity: try $0[1] as Int64, .due: try $0[2], .priority: try $0[3], .number: 0]
        )
      }
    }
    let ascending = rows.sorted { ($0.keys[sort.key]!, $0.number) < ($1.keys[sort.key]!, $1.number) }.map(\.number)
    return sort.isDescending ? ascending.reversed() : ascending
  }

  @Test func thePlaceInTheListIsTold() async throws {
    let desk = try await TestDesk.make()
    try await desk.scatter(119)
    let anna = try await desk.browser(of: desk.cast.anna)
    let first = try await anna.list("/tickets?view=open&sort=number")
    #expect(first.text.contains("1–50 из 120") && first.previous == nil)
    let second = try await anna.list(first.next!)
    #expect(second.text.contains("51–100 из 120"))
    let third = try await anna.list(second.next!)
    #expect(third.text.contains("101–120 из 120") && third.next == nil)
    #expect(try await anna.list(third.previous!).numbers == second.numbers)
    // Somebody's own words in the address make no place.
    for address in [
      "/tickets?view=open&after=x", "/tickets?view=open&after=5", "/tickets?view=open&before=1.2.3&at=-7", "/tickets?view=open&sort=colour",
      "/tickets?view=open&sort=number&after=5.6",
    ] {
      let page = try await anna.list(address)
      #expect(page.numbers.count == 50 && page.previous == nil, "\(address)")
    }
  }

  /// What is new while somebody turns pages moves nothing twice before the eyes, and the way back leads to a whole first page.
  @Test func whatIsNewDoesNotShiftThePages() async throws {
    let desk = try await TestDesk.make()
    try await desk.scatter(119)
    let anna = try await desk.browser(of: desk.cast.anna)
    let first = try await anna.list("/tickets?view=open&sort=number")
    for _ in 0..<7 { try await desk.openTicket() }
    let second = try await anna.list(first.next!)
    #expect(Set(second.numbers).isDisjoint(with: first.numbers))
    let again = try await anna.list(second.previous!)
    #expect(again.numbers == first.numbers)
    let top = try await anna.list(again.previous!)
    #expect(top.numbers.count == 50 && top.numbers.first == 127 && top.previous == nil)
  }

  @Test func neighboursFollowTheOrder() async throws {
    let desk = try await TestDesk.make()
    try await desk.scatter(20)
    let anna = try await desk.browser(of: desk.cast.anna)
    for sort in Self.sorts {
      let numbers = try await anna.list(ListQuery(.open, sort).address).numbers
      for (index, number) in numbers.enumerated() where index % 5 == 0 {
        let suffix = ListQuery(.open, sort).suffix.replacing("&", with: "&amp;")
        let head = try await anna.get("/tickets/\(number)/head\(ListQuery(.open, sort).suffix)").text
        #expect(head.contains("Предыдущая заявка") == (index > 0))
        if index > 0 { #expect(head.contains("href=\"/tickets/\(numbers[index - 1])\(suffix)\"")) }
        if index + 1 < numbers.count { #expect(head.contains("href=\"/tickets/\(numbers[index + 1])\(suffix)\"")) }
      }
    }
  }
}
