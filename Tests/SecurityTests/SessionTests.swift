import DeskTesting
import Secrets
import Testing

@testable import Desk

/// Class 15: sessions and their tokens.
@Suite struct SessionTests {
  private func open(_ desk: TestDesk) async throws -> String {
    try await desk.world.write { try Session.open(for: desk.cast.anna, address: "203.0.113.9", browser: "x", in: $0) }
  }

  @Test func aTokenIsLongRandomAndNotKept() async throws {
    let desk = try await TestDesk.make()
    let tokens = [try await open(desk), try await open(desk)]
    #expect(tokens[0] != tokens[1] && tokens.allSatisfy { $0.utf8.count >= 43 }, "256 bits")
    let snapshot = try await Snapshot.of(desk)
    for (table, rows) in snapshot.tables {
      for token in tokens { #expect(!rows.contains { $0.contains(token) }, "\(table) holds the token itself") }
    }
    #expect(snapshot.tables["session"]!.contains { $0.contains(SHA256.hexOf(tokens[0])) })
  }

  @Test(arguments: [(13, true), (15, false)]) func silenceEndsIt(_ days: Int64, _ isAlive: Bool) async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    desk.clock.advance(seconds: days * 24 * 3600)
    #expect(try await anna.get("/profile").status == (isAlive ? 200 : 303))
  }

  @Test func useProlongsItToALimit() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    var days = 0
    while try await anna.get("/profile").status == 200, days < 200 {
      days += 5
      desk.clock.advance(seconds: 5 * 24 * 3600)
    }
    #expect(days == 90, "however often it is used")
  }

  @Test(arguments: ["", "x", "null", "' OR 1=1 --", "%00", String(repeating: "a", count: 10_000)])
  func whatIsNoTokenOpensNothing(_ token: String) async throws {
    let desk = try await TestDesk.make()
    _ = try await open(desk)
    let answer = try await desk.stranger().get("/profile", headers: ["Cookie": "otklik_session=\(token)"])
    #expect(answer.status == 303)
    // The hash that is stored is no token either.
    let hash: String? = try await desk.value("SELECT token_hash FROM session")
    #expect(try await desk.stranger().get("/profile", headers: ["Cookie": "otklik_session=\(hash!)"]).status == 303)
  }

  @Test func overTLSTheCookieIsForTLSOnly() async throws {
    let desk = try await TestDesk.make(address: "https://desk.example")
    let hash = await desk.world.passwords.hash(Secret("correct horse"))
    try await desk.change("UPDATE employee SET password_hash = \(hash) WHERE id = \(desk.cast.anna)")
    let answer = try await desk.stranger().post("/sign-in", [("email", "anna@service.example"), ("password", "correct horse")])
    let cookies = answer.headers[values: .setCookie]
    #expect(cookies.count == 2 && cookies.allSatisfy { $0.contains("; Secure") && $0.contains("HttpOnly") && $0.contains("SameSite=Lax") })
    #expect(answer.header("Strict-Transport-Security")?.contains("max-age=31536000") ?? false)
  }

  /// Class 17: nobody learns who works here. Told by the work that is done, not by the clock: the answer to a wrong password
  /// costs one check of a password and the same statements for everybody.
  @Test func knownAndUnknownPeopleCostTheSame() async throws {
    let desk = try await TestDesk.make()
    let hash = await desk.world.passwords.hash(Secret("correct horse"))
    try await desk.change("UPDATE employee SET password_hash = \(hash) WHERE id = \(desk.cast.anna)")
    try await desk.change("UPDATE employee SET is_active = 0 WHERE id = \(desk.cast.boris)")
    var seen: [String: Set<String>] = [:]
    for email in ["anna@service.example", "nobody@service.example", "boris@service.example", "audit@service.example", "x", ""] {
      for _ in 1...3 {
        let before = desk.world.passwords.checks
        let answer = try await desk.stranger().post("/sign-in", [("email", email), ("password", "wrong")])
        let text = answer.text.replacing("value=\"\(email)\"", with: "").replacing(" autofocus", with: "")
        seen[
          "\(desk.world.passwords.checks - before) \(answer.status) \(answer.headers.map { "\($0.name)" }.sorted()) \(text)", default: []
        ].insert(email)
      }
    }
    #expect(seen.count == 1, "\(seen.mapValues(\.self).keys.map { $0.prefix(80) })")
    let attempts: Int64? = try await desk.value("SELECT count(*) FROM sign_in_attempt")
    #expect(attempts == 18, "each is written down")
  }
}
