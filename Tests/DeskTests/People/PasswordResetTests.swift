import DeskTesting
import Secrets
import Storage
import Testing

@testable import Desk

/// A link for a new password: the same answer for every address, good once and for an hour.
@Suite struct PasswordResetTests {
  private func link(_ desk: TestDesk) async throws -> PasswordLink {
    let (anna, keys, now) = (desk.cast.anna, desk.world.keys, desk.clock.now)
    let hash: String?? = try await desk.value("SELECT password_hash FROM employee WHERE id = \(anna)")
    return PasswordLink(employee: anna, passwordHash: hash ?? nil, issuedAt: now, keys: keys)
  }

  @Test func withoutAnAddressOfTheDeskOnlyAnAdministratorHelps() async throws {
    let desk = try await TestDesk.make()
    #expect(try await desk.stranger().get("/sign-in").text.contains("/sign-in/forgotten"))
    #expect(try await desk.stranger().get("/sign-in/forgotten").text.contains("Новый пароль даст администратор"))
    #expect(try await desk.stranger().post("/sign-in/forgotten", [("email", "anna@service.example")]).status == 200)
    #expect(try await desk.value("SELECT count(*) FROM job WHERE kind = 'employee.forgottenPassword'") == (0 as Int64))
  }

  @Test func onlyAnEmployeeWhoIsHereIsRemembered() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("UPDATE employee SET is_active = 0 WHERE id = \(desk.cast.boris)")
    for email in ["nobody@service.example", "boris@service.example", " Anna@Service.example ", "olga@romashka.example"] {
      _ = try await desk.world.write { try ForgottenPassword.ask(email.trimmingCharacters(in: .whitespaces), from: "1.2.3.4", in: $0) }
    }
    try await desk.jobs.runDue()
    let asked = "SELECT subject_id FROM event WHERE kind = 'employee.passwordForgotten' ORDER BY id" as SQL
    #expect(try await desk.values(asked) == [desk.cast.anna])
    for _ in 0..<5 {
      _ = try await desk.world.write { try ForgottenPassword.ask("anna@service.example", from: "1.2.3.4", in: $0) }
      try await desk.jobs.runDue()
    }
    #expect(try await desk.values(asked) == Array(repeating: desk.cast.anna, count: 3), "nobody's mail is filled")
  }

  private func asked(_ desk: TestDesk, _ email: String, from address: String) async throws -> Int64 {
    try await desk.world.write { try ForgottenPassword.ask(email, from: address, in: $0) }
  }

  private static let waiting = "SELECT count(*) FROM job WHERE kind = 'employee.forgottenPassword'" as SQL

  @Test func aPlaceThatAsksForManyAddressesWaits() async throws {
    let desk = try await TestDesk.make(address: "https://desk.test")
    try await desk.change(
      "INSERT INTO mailbox (address, language, smtp_url, created_at) VALUES ('help@service.example', 'ru', 'smtp://mail.service.example', 0)"
    )
    let stranger = desk.stranger()
    func ask(_ email: String) async throws -> Answer { try await stranger.post("/sign-in/forgotten", [("email", email)]) }
    for number in 0..<SignInThrottle.links.free { #expect(try await ask("nobody\(number)@service.example").status == 200) }
    // Known and unknown addresses hear the same.
    let held = [try await ask("anna@service.example"), try await ask("nobody@service.example")]
    for answer in held {
      #expect(answer.status == 429 && answer.header("Retry-After") == "10" && answer.text.contains("Подождите 10 секунд"))
      #expect(answer.text.contains("value=\"\(answer.text == held[0].text ? "anna" : "nobody")@service.example\""))
    }
    #expect(try await desk.value(Self.waiting) == SignInThrottle.links.free)
    #expect(try await asked(desk, "anna@service.example", from: "5.6.7.8") == 0, "another place does not wait")
    desk.clock.advance(seconds: 10)
    #expect(try await ask("boris@service.example").status == 200)
    #expect(try await ask("boris@service.example").header("Retry-After") == "20")
  }

  @Test func anAddressThatIsAskedForFromManyPlacesIsNotPutIntoTheQueueForEver() async throws {
    let desk = try await TestDesk.make(address: "https://desk.test")
    for number in 0..<10 {
      #expect(try await asked(desk, "anna@service.example", from: "10.0.0.\(number)") == 0)
      try await desk.change("DELETE FROM event WHERE kind = 'employee.passwordForgotten'")
      if number >= 3 { #expect(try await desk.value(Self.waiting) == 0) }
      try await desk.jobs.runDue()
    }
    desk.clock.advance(seconds: 3601)
    _ = try await asked(desk, "anna@service.example", from: "10.0.0.1")
    #expect(try await desk.value(Self.waiting) == 1)
  }

  @Test func theLinkChangesThePasswordOnceAndShutsOthersOut() async throws {
    let desk = try await TestDesk.make()
    let (anna, token) = (try await desk.browser(of: desk.cast.anna), try await link(desk).token)
    let stranger = desk.stranger()
    #expect(try await stranger.get("/sign-in/reset?token=\(token)").text.contains("value=\"anna@service.example\""))
    #expect(try await stranger.post("/sign-in/reset", [("token", token), ("new", "short")]).status == 422)
    let changed = try await stranger.post("/sign-in/reset", [("token", token), ("new", "correct horse battery")])
    #expect(changed.location == "/sign-in?changed=1")
    #expect(try await stranger.get("/sign-in?changed=1").text.contains("Пароль изменён"))
    #expect(try await anna.get("/tickets").location?.hasPrefix("/sign-in") ?? false, "whoever was signed in is out")
    let hash: String? = try await desk.value("SELECT password_hash FROM employee WHERE id = \(desk.cast.anna)")
    #expect(await desk.world.passwords.verify(Secret("correct horse battery"), against: hash))
    let again = try await stranger.get("/sign-in/reset?token=\(token)")
    #expect(again.status == 410 && again.text.contains("Ссылка больше не действует"))
    #expect(try await stranger.post("/sign-in/reset", [("token", token), ("new", "another long one")]).status == 422)
    let kinds: [String] = try await desk.values("SELECT kind FROM event WHERE subject_kind = 'employee' ORDER BY id")
    #expect(kinds.last == "employee.passwordReset")
  }

  @Test func oldAndForgedLinksOpenNothing() async throws {
    let desk = try await TestDesk.make()
    let stranger = desk.stranger()
    let link = try await link(desk)
    let parts = link.token.split(separator: ".")
    for wrong in ["", "x", "\(desk.cast.boss).\(parts[1]).\(parts[2])", "\(parts[0]).9999999999999.\(parts[2])", "\(link.token)0"] {
      #expect(try await stranger.get("/sign-in/reset?token=\(wrong)").status == 410, "\(wrong)")
    }
    #expect(try await stranger.get("/sign-in/reset?token=\(link.token)").status == 200)
    desk.clock.advance(seconds: 3600)
    #expect(try await stranger.get("/sign-in/reset?token=\(link.token)").status == 410)
  }
}
