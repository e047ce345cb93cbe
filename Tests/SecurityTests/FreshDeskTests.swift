import Desk
import DeskTesting
import Testing

/// Class 8: a desk that nobody has set up is closed but for the wizard.
@Suite struct FreshDeskTests {
  @Test func aStrangerFindsTheWizardAndNothingElse() async throws {
    let desk = try await TestDesk.make(isSetUp: false)
    let stranger = desk.stranger()
    let open = ["setup", "healthz", "readyz", "metrics", ".well-known/security.txt"]
    for route in desk.routes where !open.contains(route.path) {
      let path = "/" + route.path.split(separator: "/").map { $0.hasPrefix(":") ? "1" : String($0) }.joined(separator: "/")
      let answer = try await stranger.send(route.method, path, [("email", "a@b.example"), ("password", "x")], headers: [:], token: nil)
      let isSent = answer.status == 303 && answer.location == "/setup"
      #expect(isSent || answer.status == 403, "\(route.method) \(path) gave \(answer.status)")
      #expect(answer.bytes.count < 4096, "\(path)")
    }
    #expect(try await stranger.get("/metrics").status == 404)
    #expect(try await stranger.get("/readyz").text == #"{"ready":true}"#)
    let people: Int64? = try await desk.value("SELECT count(*) FROM employee")
    #expect(people == 0, "nobody is there with a password that everybody knows")
  }

  @Test func nobodyButAdministratorsComesBackToIt() async throws {
    let desk = try await TestDesk.make()
    let form = [
      ("company", "Моя"), ("language", "ru"), ("timeZone", "Europe/Moscow"), ("name", "Я"), ("email", "me@evil.example"),
      ("password", "correct horse"),
    ]
    for browser in [desk.stranger(), try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boss)] {
      #expect(try await browser.post("/setup", form).status == 404)
    }
    #expect(try await desk.stranger().get("/setup").status == 404)
    #expect(try await desk.browser(of: desk.cast.anna).get("/setup").status == 404)
    #expect(try await desk.browser(of: desk.cast.anna).get("/setup/mailbox").status == 403)
    let found: Int64? = try await desk.value("SELECT count(*) FROM employee WHERE email = 'me@evil.example'")
    #expect(found == 0)
  }
}
