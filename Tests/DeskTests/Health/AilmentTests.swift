import DeskTesting
import Foundation
import Storage
import Testing

@testable import Desk

/// What is stuck is seen by those who can mend it, wherever they are.
@Suite struct AilmentTests {
  private static let job = """
    INSERT INTO job (kind, payload, run_at, attempts, created_at) VALUES ('x', '{}', 0, 0, 0)
    """ as SQL

  private static func events(_ desk: TestDesk) async throws -> [String] {
    try await desk.world.read { try $0.values("SELECT kind FROM event WHERE subject_kind = 'health' ORDER BY id") }
  }

  @Test func administratorsSeeItOnEveryPageAndOthersDoNot() async throws {
    let desk = try await TestDesk.make()
    let keeper = HealthKeeper(world: desk.world)
    let (boss, anna) = (try await desk.browser(of: desk.cast.boss), try await desk.browser(of: desk.cast.anna))
    await keeper.look()
    #expect(try await !boss.get("/profile").text.contains("Фоновая работа"))
    try await desk.world.write { _ = try $0.db.run(Self.job) }
    await keeper.look()
    for path in ["/profile", "/settings/teams"] {
      #expect(try await boss.get(path).text.contains("Фоновая работа стоит"), "\(path)")
    }
    #expect(try await !anna.get("/profile").text.contains("Фоновая работа"))
    try await desk.world.write { _ = try $0.db.run("DELETE FROM job") }
    await keeper.look()
    #expect(try await !boss.get("/profile").text.contains("Фоновая работа"))
    #expect(try await Self.events(desk) == ["health.ailing", "health.recovered"])
  }

  @Test func whatComesAndGoesIsToldOnceInSixHours() async throws {
    let desk = try await TestDesk.make()
    let ailment = Ailment(name: "disk", key: "health.disk", values: ["free": "3"], path: "/x")
    func see(_ found: [Ailment]) async throws { try await desk.world.write { try Ailment.note(found, in: $0) } }
    try await see([ailment])
    try await see([ailment])
    #expect(try await Self.events(desk) == ["health.ailing"])
    try await see([])
    desk.clock.advance(seconds: 60)
    try await see([ailment])
    try await see([])
    #expect(try await Self.events(desk) == ["health.ailing", "health.recovered", "health.recovered"])
    desk.clock.advance(seconds: Ailment.quiet)
    try await see([ailment])
    #expect(try await Self.events(desk).last == "health.ailing")
  }

  @Test func anEventCarriesTheWholeOfIt() async throws {
    let desk = try await TestDesk.make()
    let ailment = Ailment(name: "mail.in", key: "mail.health.in", values: ["address": "a@b.example"], path: nil)
    try await desk.world.write { try Ailment.note([ailment], in: $0) }
    let facts: String? = try await desk.world.read { try $0.value("SELECT facts FROM event WHERE kind = 'health.ailing'") }
    var event = Event(.ailing, of: .health, by: .desk)
    event.facts = try Event.facts(facts!)
    #expect(Ailment(event) == ailment)
  }
}
