import DeskTesting
import Storage
import Testing

/// Every statement that the suite issues is looked at by `PlannedStore`; these show that it can refuse one.
@Suite struct PlanTests {
  private func complaint(_ statement: String, _ lines: String...) -> String? { StatementPlan(statement: statement, lines: lines).complaint }

  @Test func readingAllOfALargeTableIsRefused() {
    #expect(complaint("SELECT * FROM ticket WHERE subject = ?", "SCAN ticket")?.contains("reads all of ticket") == true)
    #expect(complaint("SELECT 1 FROM ticket t WHERE t.preview = ? LIMIT ?", "SCAN t") != nil)
    #expect(complaint("SELECT count(*) FROM event", "SCAN event USING COVERING INDEX event_kind") != nil)
    #expect(
      complaint("SELECT * FROM message WHERE text = $1", "Seq Scan on message  (cost=10000000000.00..10000000010.40 rows=1 width=4)") != nil
    )
    #expect(complaint("SELECT rowid FROM search_text", "SCAN search_text VIRTUAL TABLE INDEX 0:") != nil)
  }

  @Test func sortingEverythingForAPageIsRefused() {
    let lines = ["SCAN t USING INDEX ticket_open_due", "USE TEMP B-TREE FOR ORDER BY"]
    #expect(StatementPlan(statement: "SELECT * FROM ticket t WHERE is_open = 1 ORDER BY subject LIMIT ?", lines: lines).complaint != nil)
  }

  @Test func whatAnIndexFindsIsFine() {
    #expect(complaint("SELECT * FROM ticket WHERE number = ?", "SEARCH ticket USING INTEGER PRIMARY KEY (rowid=?)") == nil)
    #expect(complaint("SELECT * FROM ticket t WHERE is_open = 1 ORDER BY due_sort LIMIT ?", "SCAN t USING INDEX ticket_open_due") == nil)
    #expect(complaint("SELECT * FROM priority", "SCAN priority") == nil)
    #expect(complaint("SELECT rowid FROM search_text WHERE search_text MATCH ?", "SCAN search_text VIRTUAL TABLE INDEX 0:M2") == nil)
  }

  @Test func aRealDatabaseRefusesABadStatement() async throws {
    let desk = try await TestDesk.make()
    let store = PlannedStore(desk.world.store)
    await #expect(throws: PlannedStore.BadPlan.self) {
      _ = try await store.read { db in try db.rows("SELECT id FROM message WHERE text = \("x")") }
    }
    _ = try await store.read { db in try db.rows("SELECT id FROM message WHERE ticket_number = \(1) ORDER BY id LIMIT 5") }
    withExtendedLifetime(desk) {}
  }
}
