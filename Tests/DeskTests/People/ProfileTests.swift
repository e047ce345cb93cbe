import Desk
import DeskTesting
import Foundation
import Secrets
import Storage
import Testing

@Suite struct ProfileTests {
  static let edit = [
    ("name", "Анна Смирнова"), ("signature", "С уважением,\nАнна"), ("language", "en"), ("timeZone", "Asia/Omsk"), ("theme", "dark"),
    ("density", "compact"), ("undo", "30"), ("rev", "1"),
  ]

  @Test func theProfileIsChanged() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.get("/profile").text.contains("<option value=\"Europe/Moscow\" selected>"))
    #expect(try await anna.post("/profile", Self.edit).location == "/profile")
    let preferences = try await desk.agent(desk.cast.anna).preferences
    #expect(preferences.theme == .dark && preferences.density == .compact && !preferences.hasShortcuts && preferences.undoSeconds == 30)
    let page = try await anna.get("/profile")
    #expect(page.text.contains("data-theme=\"dark\"") && page.text.contains("С уважением,\nАнна</textarea>"))
    #expect(try await anna.post("/profile", Self.edit).status == 409)
  }

  @Test(arguments: [
    ("undo", "61"), ("undo", "-1"), ("undo", "many"), ("name", ""), ("timeZone", "Mars/Base"), ("theme", "pink"), ("language", "fr"),
  ])
  func impossibleValuesAreRefused(field: String, value: String) async throws {
    let desk = try await TestDesk.make()
    let fields = Self.edit.map { $0.0 == field ? (field, value) : $0 }
    #expect(try await desk.browser(of: desk.cast.anna).post("/profile", fields).status == 422)
  }

  @Test func sessionsAreListedAndEnded() async throws {
    let desk = try await TestDesk.make()
    let (here, there, elsewhere) = (
      try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.anna)
    )
    let boris = try await desk.browser(of: desk.cast.boris)
    #expect(try await here.get("/profile").text.components(separatedBy: "/profile/sessions/").count - 1 == 3)
    #expect(try await here.post("/profile/sessions/2/delete").status == 303)
    #expect(try await there.get("/profile").status == 303)
    #expect(try await here.post("/profile/sessions/4/delete").status == 404)
    #expect(try await boris.get("/profile").status == 200)
    #expect(try await here.post("/profile/sessions/delete").status == 303)
    #expect(try await elsewhere.get("/profile").status == 303)
    #expect(try await here.get("/profile").status == 200)
  }

  @Test func aNewPasswordAsksTheOldOneAndSignsOthersOut() async throws {
    let desk = try await TestDesk.make()
    let (anna, hash) = (desk.cast.anna, await desk.world.passwords.hash(Secret("старый пароль")))
    try await desk.change("UPDATE employee SET password_hash = \(hash) WHERE id = \(anna)")
    let (here, there) = (try await desk.browser(of: anna), try await desk.browser(of: anna))
    #expect(try await here.post("/profile/password", [("old", "старый пароль"), ("new", "короткий")]).status == 422)
    #expect(try await here.post("/profile/password", [("old", "старый пароль"), ("new", "новый длинный пароль")]).location == "/profile")
    #expect(try await here.get("/profile").status == 200)
    #expect(try await there.get("/profile").status == 303)
    #expect(try await desk.value("SELECT count(*) FROM event WHERE kind = 'employee.passwordChanged'") == 1)
  }

  @Test func theOldPasswordIsNotGuessedInAFoundBrowser() async throws {
    let desk = try await TestDesk.make()
    let (anna, hash) = (desk.cast.anna, await desk.world.passwords.hash(Secret("старый пароль")))
    try await desk.change("UPDATE employee SET password_hash = \(hash) WHERE id = \(anna)")
    let thief = try await desk.browser(of: anna)
    for _ in 1...5 { _ = try await thief.post("/profile/password", [("old", "догадка"), ("new", "новый длинный пароль")]) }
    let held = try await thief.post("/profile/password", [("old", "старый пароль"), ("new", "новый длинный пароль")])
    #expect(held.status == 422 && held.text.contains("Слишком много попыток"))
    desk.clock.advance(seconds: 2)
    #expect(try await thief.post("/profile/password", [("old", "старый пароль"), ("new", "новый длинный пароль")]).status == 303)
  }
}
