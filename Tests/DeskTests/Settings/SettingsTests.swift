import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct SettingsTests {
  static let edit = [("name", "Сервис Минус"), ("language", "en"), ("timeZone", "Europe/Samara"), ("closeAfterDays", "7")]

  @Test func whoSeesTheSettings() async throws {
    let desk = try await TestDesk.make()
    for path in ["/settings", "/settings/desk", "/settings/employees", "/settings/teams", "/settings/roles", "/settings/audit"] {
      #expect(try await desk.browser(of: desk.cast.boss).get(path).status == 200, "\(path)")
      #expect(try await desk.browser(of: desk.cast.audit).get(path).status == 200, "\(path)")
      #expect(try await desk.browser(of: desk.cast.anna).get(path).status == 403, "\(path)")
      #expect(try await desk.stranger().get(path).location?.hasPrefix("/sign-in") ?? false, "\(path)")
    }
    #expect(try await desk.browser(of: desk.cast.audit).post("/settings/desk", Self.edit).status == 403)
    #expect(try await !desk.browser(of: desk.cast.audit).get("/settings/desk").text.contains("button-primary\">Сохранить"))
  }

  @Test func settingsAreFoundByWords() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    let found = try await vera.get("/settings?q=%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D0%B8")
    #expect(found.text.contains("<div class=\"setting\"><span><a href=\"/settings/employees\">"))
    #expect(!found.text.contains("<div class=\"setting\"><span><a href=\"/settings/roles\">"))
    let nothing = try await vera.get("/settings?q=xyzzy").text
    #expect(nothing.contains("Такой настройки нет") && nothing.contains("Все настройки"))
  }

  @Test(arguments: ["почта", "ящики", "ЯЩИК"])
  func otherFormsOfTheWordsFindThemToo(_ query: String) async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    let found = try await vera.get("/settings?q=\(query.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)")
    #expect(found.text.contains("<div class=\"setting\"><span><a href=\"/settings/mailboxes\">"))
  }

  /// A field that nobody could save is no field.
  @Test(arguments: [
    "/settings/desk", "/settings/employees/1", "/settings/teams/1", "/settings/sla", "/settings/sla/rules/1", "/settings/calendars/1",
  ])
  func whoMayOnlyLookFindsTheFieldsLocked(_ path: String) async throws {
    let desk = try await TestDesk.make()
    let locked = "<fieldset class=\"form\" disabled>"
    #expect(try await desk.browser(of: desk.cast.audit).get(path).text.contains(locked))
    #expect(try await !desk.browser(of: desk.cast.boss).get(path).text.contains(locked))
  }

  @Test func theDeskIsRenamedAndTheLogSaysSo() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    #expect(try await vera.post("/settings/desk", Self.edit + [("rev", "1")]).location == "/settings/desk")
    let log = try await vera.get("/settings/audit?subject=desk")
    #expect(log.text.contains("<s>Сервис Плюс</s> → Сервис Минус"))
    #expect(log.text.contains("Вера Павлова"))
  }

  @Test func twoWhoEditAtOnceSeeBothVersions() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    _ = try await vera.post("/settings/desk", Self.edit + [("rev", "1")])
    let stale = [("name", "Сервис Ноль"), ("language", "ru"), ("timeZone", "Europe/Moscow"), ("closeAfterDays", "7"), ("rev", "1")]
    let answer = try await vera.post("/settings/desk", stale)
    #expect(answer.status == 409)
    #expect(answer.text.contains("<td>Сервис Минус</td><td>Сервис Ноль</td>"))
    #expect(answer.text.contains("value=\"Сервис Ноль\""))
    #expect(answer.text.contains("name=\"rev\" value=\"2\""))
    #expect(try await vera.post("/settings/desk", stale.dropLast() + [("rev", "2")]).status == 303)
    #expect(try await desk.value("SELECT name FROM desk") == "Сервис Ноль")
  }

  @Test func aRefusedFormKeepsTheRevisionItBeganWith() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    _ = try await vera.post("/settings/desk", Self.edit + [("rev", "1")])
    let answer = try await vera.post("/settings/desk", [("name", ""), ("language", "ru"), ("timeZone", "Nowhere/Land"), ("rev", "1")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("name=\"rev\" value=\"1\""))
  }

  @Test func theLogIsPagedAndFiltered() async throws {
    let desk = try await TestDesk.make()
    let (boss, anna) = (desk.cast.boss, desk.cast.anna)
    try await desk.world.write { change in
      for number in 1...60 {
        try change.record(
          Event(.signedIn, of: .employee(number.isMultiple(of: 2) ? boss : anna), by: .employee(number.isMultiple(of: 2) ? boss : anna)))
      }
    }
    let auditor = try await desk.browser(of: desk.cast.audit)
    let first = try await auditor.get("/settings/audit")
    #expect(first.text.components(separatedBy: "<tr><td class=\"nowrap table-aside\">").count - 1 == 50)
    let next = try #require(first.text.firstMatch(of: #/href="/settings/audit\?(before=\d+)"/#))
    let second = try await auditor.get("/settings/audit?\(next.1)")
    #expect(second.text.components(separatedBy: "<tr><td class=\"nowrap table-aside\">").count - 1 == 10)
    #expect(!second.text.contains("rel=\"next\""))
    let hers = try await auditor.get("/settings/audit?who=\(anna)")
    #expect(hers.text.components(separatedBy: "<tr><td class=\"nowrap table-aside\">").count - 1 == 30)
    #expect(!first.text.contains("ticket.opened"))
  }
}
