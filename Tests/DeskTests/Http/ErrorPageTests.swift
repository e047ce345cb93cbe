import DeskTesting
import Testing

/// What is not there, for those who are signed in and for strangers.
@Suite struct ErrorPageTests {
  @Test func aRouteThatIsNotThereLeavesEmployeesInTheirDesk() async throws {
    let desk = try await TestDesk.make()
    let page = try await desk.browser(of: desk.cast.anna).get("/nosuch")
    #expect(page.status == 404)
    #expect(page.text.contains("class=\"rail\"") && page.text.contains("Такой страницы нет"))
    // The same as what is not theirs to see.
    #expect(try await desk.browser(of: desk.cast.anna).get("/tickets/999999").text.contains("class=\"rail\""))
  }

  /// Somebody saves what was open over night.
  @Test func whoseSessionHasEndedIsAskedToSignInAgain() async throws {
    let page = try await TestDesk.make().stranger().post("/settings/desk", [("name", "Ромашка")], headers: ["Accept-Language": "ru"])
    #expect(page.status == 403 && page.text.contains("сеанс уже закончился") && page.text.contains("href=\"/sign-in\""))
  }

  @Test func strangersLearnNoMore() async throws {
    let page = try await TestDesk.make().stranger().get("/nosuch")
    #expect(page.status == 404 && !page.text.contains("class=\"rail\""))
  }
}
