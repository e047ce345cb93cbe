import Desk
import DeskTesting
import Storage
import Testing

@Suite struct TeamTests {
  @Test func aTeamIsMadeRenamedAndArchived() async throws {
    let desk = try await TestDesk.make()
    let (cast, vera) = (desk.cast, try await desk.browser(of: desk.cast.boss))
    let members = [("member", String(cast.anna)), ("member", String(cast.boris))]
    #expect(try await vera.post("/settings/teams", [("name", "Выезд")] + members).location == "/settings/teams")
    #expect(try await desk.agent(cast.anna).teams == [1, 2])
    #expect(try await vera.post("/settings/teams", [("name", "Выезд")]).status == 422)
    #expect(try await vera.post("/settings/teams/2", [("name", "Инженеры"), ("member", String(cast.boris)), ("rev", "1")]).status == 303)
    #expect(try await desk.agent(cast.anna).teams == [1])
    #expect(try await vera.post("/settings/teams/2", [("name", "Другие"), ("rev", "1")]).status == 409)
    let others = [("name", "Инженеры"), ("member", String(cast.anna)), ("member", String(cast.boris)), ("rev", "1")]
    let both = try await vera.post("/settings/teams/2", others).text
    #expect(both.contains("<td>Борис Котов</td><td>Анна Смирнова, Борис Котов</td>"), "people by their names")
    #expect(!both.contains("<td>Инженеры</td>"), "only what differs")
    #expect(try await vera.post("/settings/teams/2/archive").status == 303)
    #expect(try await desk.agent(cast.anna).allTeams(in: desk).map(\.id) == [1])
    #expect(try await vera.post("/settings/teams/2/archive/delete").status == 303)
    let kinds: [String] = try await desk.values("SELECT kind FROM event WHERE subject_kind = 'team' ORDER BY id")
    #expect(kinds == ["team.added", "team.changed", "team.archived", "team.restored"])
  }

  @Test func aTeamWithOpenTicketsAndTheLastOneStay() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    let busy = try await vera.post("/settings/teams/1/archive")
    #expect(busy.status == 422)
    #expect(busy.text.contains("У группы есть открытые заявки") && busy.text.contains("value=\"Support\""))
    _ = try await vera.post("/settings/teams", [("name", "Выезд")])
    #expect(try await vera.post("/settings/teams/2/archive").status == 303)
    try await desk.change("UPDATE ticket SET team_id = 2")
    #expect(try await vera.post("/settings/teams/1/archive").text.contains("последняя группа"))
  }
}

extension Agent {
  fileprivate func allTeams(in desk: TestDesk) async throws -> [Choice] { try await desk.world.read { try self.allTeams(in: $0) } }
}
