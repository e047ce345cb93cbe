import DeskTesting
import Foundation
import Storage
import Testing

@testable import Desk

@Suite struct EmployeeTests {
  private func role(_ key: String, _ desk: TestDesk) async throws -> String {
    let id: Int64? = try await desk.value("SELECT id FROM role WHERE key = \(key)")
    return String(id!)
  }

  @Test func somebodyInvitedSignsInOnceWithThePasswordThatWasShownAndChoosesAnother() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    let fields = [("name", "Дина <Д>"), ("email", "Dina@service.example"), ("role", try await role("agent", desk)), ("team", "1")]
    let shown = try await vera.post("/settings/employees", fields)
    #expect(shown.status == 200)
    let password = String(try #require(shown.text.firstMatch(of: #/data-copy-text>([^<]+)</code>/#)).1)
    #expect(password.count == 19)
    #expect(try await vera.get("/settings/employees").text.contains("Дина &lt;Д&gt;"))

    let dina = desk.stranger()
    let entry = try await dina.post("/sign-in", [("email", "dina@service.example"), ("password", password), ("next", "/tickets")])
    #expect(entry.location == "/profile/password")
    #expect(try await dina.get("/tickets").location == "/profile/password")
    let page = try await dina.get("/profile/password")
    let token = String(try #require(page.text.firstMatch(of: #/name="csrf" value="([^"]+)"/#)).1)
    #expect(try await dina.post("/tickets", [], token: token).status == 403)
    let wrong = try await dina.post("/profile/password", [("old", "не тот"), ("new", "совсем другой пароль")], token: token)
    #expect(wrong.status == 422)
    let same = try await dina.post("/profile/password", [("old", password), ("new", password)], token: token)
    #expect(same.status == 422)
    #expect(try await dina.post("/profile/password", [("old", password), ("new", "совсем другой пароль")], token: token).location == "/")
    #expect(try await dina.get("/tickets").status == 200)
    #expect(try await desk.stranger().post("/sign-in", [("email", "dina@service.example"), ("password", password)]).status == 422)
  }

  @Test func aTakenAddressIsRefusedAndTheFormIsShownAgain() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    let answer = try await vera.post("/settings/employees", [("name", "Двойник"), ("email", "ANNA@service.example"), ("role", "1")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("value=\"Двойник\"") && answer.text.contains("id=\"email-error\""))
    #expect(try await vera.post("/settings/employees", [("name", ""), ("email", "x"), ("role", "99"), ("team", "77")]).status == 422)
  }

  @Test func editingWritesTheRowAndTheLog() async throws {
    let desk = try await TestDesk.make()
    let (vera, anna) = (try await desk.browser(of: desk.cast.boss), desk.cast.anna)
    let fields = [("name", "Анна Иванова"), ("email", "anna@service.example"), ("role", try await role("auditor", desk)), ("rev", "1")]
    #expect(try await vera.post("/settings/employees/\(anna)", fields).status == 303)
    #expect(try await desk.agent(anna).role == "auditor")
    #expect(try await desk.agent(anna).teams.isEmpty)
    let log = try await vera.get("/settings/audit")
    #expect(log.text.contains("<s>agent</s> → auditor"))
    #expect(try await vera.post("/settings/employees/\(anna)", fields).status == 409)
  }

  @Test func theTeamsThatWereArchivedAreKept() async throws {
    let desk = try await TestDesk.make()
    let (vera, anna) = (try await desk.browser(of: desk.cast.boss), desk.cast.anna)
    _ = try await vera.post("/settings/teams", [("name", "Выезд"), ("member", String(anna))])
    _ = try await vera.post("/settings/teams/2/archive")
    let fields = [("name", "Анна Иванова"), ("email", "anna@service.example"), ("role", try await role("agent", desk)), ("rev", "1")]
    #expect(try await vera.post("/settings/employees/\(anna)", fields).status == 303)
    _ = try await vera.post("/settings/teams/2/archive/delete")
    #expect(try await desk.agent(anna).teams == [2])
    let changes: String? = try await desk.value("SELECT changes FROM event WHERE kind = 'employee.changed'")
    #expect(changes?.contains("Выезд") == true && changes?.contains("Support, Выезд") == true)
  }

  @Test func theLastAdministratorStays() async throws {
    let desk = try await TestDesk.make()
    let (vera, boss) = (try await desk.browser(of: desk.cast.boss), desk.cast.boss)
    let fields = [("name", "Вера"), ("email", "boss@service.example"), ("role", try await role("agent", desk)), ("rev", "1")]
    let demoted = try await vera.post("/settings/employees/\(boss)", fields)
    #expect(demoted.status == 422)
    #expect(demoted.text.contains("id=\"role-error\""))
    #expect(try await vera.post("/settings/employees/\(boss)/deactivation", [("handOver", "")]).status == 422)
    #expect(try await desk.agent(boss).may(.changePeople))
  }

  @Test func whoLeavesHandsTheTicketsOver() async throws {
    let desk = try await TestDesk.make()
    let (cast, vera) = (desk.cast, try await desk.browser(of: desk.cast.boss))
    let hers = try await desk.browser(of: cast.anna)
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(cast.printerOnFire, in: change)!
      try ticket.assign(to: cast.anna, team: ticket.teamID, by: .desk, in: change)
    }
    let form = try await vera.get("/settings/employees/\(cast.anna)/deactivation")
    #expect(form.text.contains("За сотрудником 1 открытая заявка."))
    #expect(!form.text.contains("value=\"employee-\(cast.anna)\""))
    let path = "/settings/employees/\(cast.anna)/deactivation"
    #expect(try await vera.post(path, [("handOver", "employee-\(cast.anna)")]).status == 422)
    #expect(try await vera.post(path, [("handOver", "employee-\(cast.audit)")]).status == 422)
    #expect(try await vera.post(path, [("handOver", "team-99")]).status == 422)
    #expect(try await vera.post(path, [("handOver", "employee-\(cast.boris)")]).status == 303)
    #expect(try await desk.value("SELECT assignee_id FROM ticket WHERE number = \(cast.printerOnFire)") == cast.boris)
    #expect(try await hers.get("/tickets").location?.hasPrefix("/sign-in") ?? false)
    #expect(try await vera.get("/settings/employees?state=left").text.contains("Анна Смирнова"))
    #expect(try await vera.post(path + "/delete").status == 303)
    #expect(try await desk.agent(cast.anna).name == "Анна Смирнова")
  }

  @Test func manyTicketsAreHandedOverInSteps() async throws {
    let desk = try await TestDesk.make()
    let (cast, vera) = (desk.cast, try await desk.browser(of: desk.cast.boss))
    let count = HandOver.step * 2 + 3
    for index in 0..<count { _ = try await desk.openTicket("Касса \(index)") }
    try await desk.world.write { change in
      for number in 2...Int64(count + 1) {
        var ticket = try Ticket.forDesk(number, in: change)!
        try ticket.assign(to: cast.anna, team: ticket.teamID, by: .desk, in: change)
      }
    }
    let left: SQL = "SELECT count(*) FROM ticket WHERE assignee_id = \(cast.anna)"
    let path = "/settings/employees/\(cast.anna)/deactivation"
    #expect(try await vera.post(path, [("handOver", "employee-\(cast.boris)")]).status == 303)
    #expect(try await desk.value(left) == count - HandOver.step)
    // Boris leaves too, before the rest has come to him.
    #expect(try await vera.post("/settings/employees/\(cast.boris)/deactivation", [("handOver", "")]).status == 303)
    try await desk.pass(seconds: 1)
    #expect(try await desk.value(left) == 0)
    #expect(try await desk.value("SELECT count(*) FROM ticket WHERE assignee_id IS NULL AND team_id = 1") == count + 1)
    let actors: [Int64] = try await desk.values(
      "SELECT DISTINCT actor_id FROM event WHERE kind = 'ticket.assigned' AND actor_id IS NOT NULL")
    #expect(actors == [cast.boss])
  }

  @Test(arguments: ["receive", "reopen", "close"])
  func whatSomebodyWhoLeftHadFinishedGoesToTheTeamWhenItIsOpenedAgain(how: String) async throws {
    let desk = try await TestDesk.make()
    let (cast, vera) = (desk.cast, try await desk.browser(of: desk.cast.boss))
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(cast.printerOnFire, in: change)!
      try ticket.assign(to: cast.anna, team: nil, by: .desk, in: change)
      try ticket.setStatus(first: how == "close" ? .closed : .done, by: .employee(cast.anna), in: change)
    }
    #expect(try await vera.post("/settings/employees/\(cast.anna)/deactivation", [("handOver", "")]).status == 303)
    #expect(try await desk.value("SELECT assignee_id FROM ticket WHERE number = \(cast.printerOnFire)") == cast.anna, "it was hers")
    try await desk.change("DELETE FROM notification")
    try await desk.world.write { change in
      var ticket = try Ticket.forDesk(cast.printerOnFire, in: change)!
      let olga = MessageAuthor(actor: .contact(cast.olga), name: "Ольга", email: "olga@romashka.example")
      if how == "receive" {
        let body = MessageBody(source: "Снова", html: "<p>Снова</p>", text: "Снова")
        _ = try ticket.receive(body, by: olga, channel: .mail, in: change)
      } else {
        try ticket.reopen(by: .desk, in: change)
      }
    }
    #expect(try await desk.value("SELECT assignee_id FROM ticket WHERE number = \(cast.printerOnFire)") as Int64? == nil)
    #expect(try await desk.value("SELECT team_id FROM ticket WHERE number = \(cast.printerOnFire)") == 1)
    #expect(try await vera.get("/tickets?view=unassigned").text.contains("Принтер горит"))
    #expect(try await desk.values("SELECT DISTINCT employee_id FROM notification ORDER BY employee_id") == [cast.boss, cast.boris])
    let history = try await vera.get("/tickets/\(cast.printerOnFire)/history").text
    #expect(history.contains("Анна Смирнова"))
  }

  @Test func agentsAndAuditorsChangeNobody() async throws {
    let desk = try await TestDesk.make()
    for who in [desk.cast.anna, desk.cast.audit] {
      let browser = try await desk.browser(of: who)
      for path in [
        "/settings/employees", "/settings/employees/1", "/settings/employees/1/password", "/settings/employees/1/deactivation",
        "/settings/teams",
      ] {
        #expect(try await browser.post(path, [("name", "x")]).status == 403, "\(path)")
      }
    }
    #expect(try await desk.browser(of: desk.cast.boss).get("/settings/employees/999").status == 404)
  }

  @Test func theRolesAreShownWithTheirRights() async throws {
    let desk = try await TestDesk.make()
    let page = try await desk.browser(of: desk.cast.audit).get("/settings/roles")
    #expect(page.text.contains("Администратор") && page.text.contains("Аудитор"))
    #expect(page.text.components(separatedBy: "<tr><th scope=\"row\">").count - 1 == Right.allCases.count)
  }
}
