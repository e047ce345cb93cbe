import Desk
import DeskTesting
import Secrets
import Storage
import Testing

@Suite struct SignInTests {
  static let password = "правильный пароль"

  /// A desk in which Anna has a password.
  private func desk() async throws -> TestDesk {
    let desk = try await TestDesk.make()
    let hash = await desk.world.passwords.hash(Secret(Self.password))
    let anna = desk.cast.anna
    try await desk.change("UPDATE employee SET password_hash = \(hash) WHERE id = \(anna)")
    return desk
  }

  private func form(_ email: String, _ password: String, next: String = "/") -> [(String, String)] {
    [("email", email), ("password", password), ("next", next)]
  }
  private var right: [(String, String)] { form("Anna@service.example ", Self.password, next: "/profile") }
  private var wrong: [(String, String)] { form("anna@service.example", "не тот пароль") }

  @Test func theRightPasswordOpensASessionAndGoesOn() async throws {
    let desk = try await desk()
    let anna = desk.stranger()
    let answer = try await anna.post("/sign-in", right)
    #expect(answer.status == 303)
    #expect(answer.location == "/profile")
    let cookies = answer.headers[values: .setCookie]
    #expect(cookies.count == 2)
    #expect(cookies.allSatisfy { $0.contains("HttpOnly") && $0.contains("SameSite=Lax") && !$0.contains("Secure") })
    #expect(cookies.first?.hasPrefix("otklik_session=") ?? false)
    let kinds: [String] = try await desk.values("SELECT kind FROM event WHERE subject_kind = 'employee'")
    #expect(kinds == ["employee.signedIn"])
    #expect(try await anna.get("/sign-in").location == "/")
  }

  @Test func knownAndUnknownAddressesGetTheSameAnswer() async throws {
    let desk = try await desk()
    let known = try await desk.stranger().post("/sign-in", wrong)
    let unknown = try await desk.stranger().post("/sign-in", form("nobody@service.example", "не тот пароль"))
    #expect(known.status == 422 && unknown.status == 422)
    #expect(known.text == unknown.text.replacing("nobody@service.example", with: "anna@service.example"))
    #expect(known.headers[values: .setCookie].isEmpty)
  }

  @Test func aDeactivatedEmployeeIsAStranger() async throws {
    let desk = try await desk()
    let anna = desk.cast.anna
    try await desk.change("UPDATE employee SET is_active = 0 WHERE id = \(anna)")
    #expect(try await desk.stranger().post("/sign-in", right).status == 422)
  }

  @Test func guessingIsSlowedDownAndNobodyIsLockedOut() async throws {
    let desk = try await desk()
    for _ in 1...5 { #expect(try await desk.stranger().post("/sign-in", wrong).status == 422) }
    let held = try await desk.stranger().post("/sign-in", right)
    #expect(held.status == 429)
    #expect(held.header("Retry-After") == "2")
    #expect(held.text.contains("Подождите 2 секунды"))
    desk.clock.advance(seconds: 2)
    #expect(try await desk.stranger().post("/sign-in", right).status == 303)
  }

  @Test func refusedTriesDoNotProlongTheWait() async throws {
    let desk = try await desk()
    for _ in 1...5 { _ = try await desk.stranger().post("/sign-in", wrong) }
    for _ in 1...20 { #expect(try await desk.stranger().post("/sign-in", wrong).status == 429) }
    desk.clock.advance(seconds: 2)
    #expect(try await desk.stranger().post("/sign-in", right).status == 303)
  }

  @Test func manyTriesAtOnceAreCountedOneByOne() async throws {
    let desk = try await desk()
    let wrong = wrong
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...20 { group.addTask { try await desk.stranger().post("/sign-in", wrong).status } }
      return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    }
    #expect(statuses == [422: 5, 429: 15])
  }

  @Test func aBrowserThatSignedInBeforeIsNotHeldUp() async throws {
    let desk = try await desk()
    let hers = desk.stranger()
    _ = try await hers.post("/sign-in", right)
    try await desk.change("DELETE FROM session")
    for _ in 1...6 { _ = try await desk.stranger().post("/sign-in", wrong) }
    #expect(try await desk.stranger().post("/sign-in", right).status == 429)
    #expect(try await hers.post("/sign-in", right).status == 303)
  }

  @Test func aStolenBrowserTokenBuysTenTriesOnly() async throws {
    let desk = try await desk()
    let thief = desk.stranger()
    _ = try await thief.post("/sign-in", right)
    try await desk.change("DELETE FROM session")
    for _ in 1...15 { #expect(try await thief.post("/sign-in", wrong).status == 422) }
    #expect(try await thief.post("/sign-in", wrong).status == 429)
  }

  @Test func signingInAgainEndsTheFormerSession() async throws {
    let desk = try await desk()
    let browser = try await desk.browser(of: desk.cast.anna)
    #expect(try await browser.post("/sign-in", right).status == 303)
    #expect(try await desk.value("SELECT count(*) FROM session") == 1)
  }

  @Test func signingOutEndsTheSession() async throws {
    let desk = try await desk()
    let browser = try await desk.browser(of: desk.cast.anna)
    #expect(try await browser.post("/sign-out").location == "/sign-in")
    #expect(try await desk.value("SELECT count(*) FROM session") == 0)
  }

  @Test func thePageIsLightAndSpeaksBothLanguages() async throws {
    let desk = try await desk()
    let stranger = desk.stranger()
    let page = try await stranger.get("/sign-in?next=%2Ftickets%3Fview%3Dmine")
    #expect(page.status == 200)
    #expect(page.bytes.count < 5_000)
    #expect(!page.text.contains("<script"))
    #expect(page.text.contains("value=\"/tickets?view=mine\""))
    let chosen = try await stranger.get("/sign-in?language=en&next=%2Fmail")
    #expect(chosen.location == "/sign-in?next=%2Fmail")
    #expect(try await stranger.get("/sign-in").text.contains("<h1>Sign in</h1>"))
  }
}
