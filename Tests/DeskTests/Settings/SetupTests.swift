import DeskTesting
import Secrets
import Storage
import Testing

@testable import Desk

@Suite struct SetupTests {
  static let first = [
    ("name", "Вера Павлова"), ("email", "vera@service.example"), ("password", "несколько слов сразу"), ("company", "Сервис Плюс"),
    ("language", "ru"),
    ("timeZone", "Asia/Omsk"),
  ]

  @Test func aFreshDeskLeadsEverybodyToTheWizard() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    let stranger = desk.stranger()
    for path in ["/", "/tickets", "/sign-in", "/settings", "/nowhere"] {
      let answer = try await stranger.get(path)
      #expect(answer.status == 303 && answer.location == "/setup", "\(path)")
    }
    #expect(try await stranger.post("/sign-in", []).status == 403)
    let page = try await stranger.get("/setup", headers: ["Accept-Language": "ru-RU,ru;q=0.9"])
    #expect(page.status == 200)
    #expect(page.text.contains("<option value=\"Europe/Moscow\" selected>Москва (UTC+3)</option>"))
    #expect(try await stranger.get("/setup?language=en").location == "/setup")
    #expect(try await stranger.get("/setup").text.contains("Let&#39;s get started"))
  }

  @Test func theFirstStepMakesTheDeskAndSignsIn() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    let vera = desk.stranger()
    let answer = try await vera.post("/setup", Self.first)
    #expect(answer.status == 303)
    #expect(answer.location?.hasPrefix("/setup/") ?? false)
    #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("otklik_session=") })
    let profile = try await desk.world.read { try DeskProfile.load(in: $0) }
    #expect(profile.name == "Сервис Плюс" && profile.timeZone == "Asia/Omsk" && profile.isSetUp)
    #expect(try await desk.values("SELECT name FROM team") == ["Поддержка"])
    #expect(try await vera.get("/settings").status == 200)
    #expect(try await vera.get("/setup").location == answer.location)
  }

  @Test func afterwardsTheWizardIsNotThereForStrangers() async throws {
    let desk = try await TestDesk.make()
    #expect(try await desk.stranger().get("/setup").status == 404)
    #expect(try await desk.stranger().post("/setup", Self.first).status == 404)
    #expect(try await desk.browser(of: desk.cast.anna).get("/setup").status == 404)
    #expect(try await desk.browser(of: desk.cast.anna).get("/setup/ticket").status == 403)
    #expect(try await desk.browser(of: desk.cast.boss).get("/setup").location == "/settings")
  }

  @Test func twoWhoComeAtOnceDoNotBothBecomeAdministrators() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...4 { group.addTask { try await desk.stranger().post("/setup", Self.first).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.count { $0 == 303 } == 1)
    #expect(try await desk.value("SELECT count(*) FROM employee") == 1)
  }

  @Test func mistakesAreShownAndNothingTypedIsLost() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    var fields = Self.first
    fields[1].1 = "vera"
    fields[2].1 = "мало"
    let answer = try await desk.stranger().post("/setup", fields)
    #expect(answer.status == 422)
    #expect(answer.text.contains("value=\"Вера Павлова\""))
    #expect(answer.text.contains("id=\"email-error\"") && answer.text.contains("id=\"password-error\""))
    #expect(!answer.text.contains("мало"))
    #expect(try await desk.value("SELECT count(*) FROM employee") == 0)
  }

  @Test func stepsArePutOffAndComeBackTo() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    #expect(try await vera.get("/setup/ticket").text.contains("Познакомиться с системой"))
    #expect(try await vera.post("/setup/ticket", [("do", "later")]).status == 303)
    #expect(try await desk.value("SELECT state FROM setup_progress WHERE step = 'ticket'") == "skipped")
    #expect(try await vera.get("/settings").text.contains("href=\"/setup/ticket\""))
    #expect(try await vera.post("/setup/ticket", [("subject", "Первая"), ("text", "")]).status == 422)
    let opened = try await vera.post("/setup/ticket", [("subject", "Первая <заявка>"), ("text", "Строка\n<b>вторая</b>")])
    #expect(opened.location == "/tickets/2")
    #expect(try await desk.value("SELECT html FROM message WHERE ticket_number = 2") == "<p>Строка</p><p>&lt;b&gt;вторая&lt;/b&gt;</p>")
    #expect(try await desk.value("SELECT state FROM setup_progress WHERE step = 'ticket'") == "done")
    _ = try await vera.post("/setup/ticket", [("do", "later")])
    #expect(try await desk.value("SELECT state FROM setup_progress WHERE step = 'ticket'") == "done")
    #expect(try await vera.get("/setup/nonsense").status == 404)
  }

  @Test func theChecklistCanBeDismissed() async throws {
    let desk = try await TestDesk.make()
    let vera = try await desk.browser(of: desk.cast.boss)
    #expect(try await vera.get("/settings").text.contains("checklist-title"))
    #expect(try await vera.post("/setup/checklist/delete").status == 303)
    #expect(try await !vera.get("/settings").text.contains("checklist-title"))
  }

  @Test(arguments: [
    ("ru-RU,ru;q=0.9", "Europe/Moscow"), ("ru", "Europe/Moscow"), ("ru-KZ", "Asia/Almaty"), ("en-GB,en", "Europe/London"),
    ("de", "Europe/Berlin"),
    ("kk-Cyrl-KZ", "Asia/Almaty"), ("en,ru;q=0.5", "Europe/Moscow"), ("", "UTC"), (nil, "UTC"), ("tlh", "UTC"),
  ])
  func theZoneIsGuessed(header: String?, zone: String) { #expect(Zones.guess(acceptLanguage: header) == zone) }
}
