import DeskTesting
import Storage
import Testing

@testable import Desk

/// A page costs the same wherever it begins: the database walks an index of the view and sorts nothing.
@Suite struct ListPlanTests {
  @Test(arguments: TicketView.common + [.team(1)])
  func everyOrderWalksAnIndex(view: TicketView) async throws {
    let desk = try await TestDesk.make()
    let agent = try await desk.agent(desk.cast.anna)
    for sort in PagingTests.sorts {
      let key: Int64? = sort.column(in: view) == nil ? nil : 7
      for start in [ListQuery.Start.top, .after(.init(key: key, number: 7)), .before(.init(key: key, number: 7))] {
        let plan = try await Self.plan(
          ListQuery(view, sort).statement("t.number", from: "ticket t", at: start, limit: 51, for: agent), desk)
        #expect(plan.contains(Self.index(view, sort)), "\(view.text) \(sort.text): \(plan)")
        #expect(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "\(view.text) \(sort.text): \(plan)")
      }
    }
  }

  private static func index(_ view: TicketView, _ sort: TicketSort) -> String {
    let part =
      switch view {
      case .mine, .unassigned: "assignee"
      case .team: "team"
      case .open, .risk, .done: view.text
      }
    return "list_\(part)_\(sort.column(in: view) == nil ? "number" : sort.key.rawValue)"
  }

  private static func plan(_ statement: SQL, _ desk: TestDesk) async throws -> String {
    try await desk.world.read { db in
      switch db.dialect {
      case .sqlite: return try db.rows("EXPLAIN QUERY PLAN \(statement)").map { try $0["detail"] as String }.joined(separator: "\n")
      case .postgresql:
        // A handful of rows is read whole sooner than by an index; a desk has more than a handful.
        for setting: SQL in ["enable_seqscan", "enable_sort", "enable_bitmapscan"] { _ = try db.rows("SET LOCAL \(setting) = off") }
        return try db.rows("EXPLAIN \(statement)").map { try $0[0] as String }.joined(separator: "\n")
      }
    }
  }
}
