import Desk
import DeskTesting
import Testing

/// Class 17 for clients: whoever may not look at clients does not learn by trying who is one.
@Suite struct ClientNamesTests {
  @Test func guessedCompaniesAreAnsweredAlike() async throws {
    let desk = try await SecretDesk.make()
    let browser = try await desk.browser(of: .own)
    let name: String? = try await desk.desk.value("SELECT name FROM company WHERE id = \(desk.tickets[.foreign]!.company)")
    for guess in [name!, "nobody"] {
      let answer = try await browser.post("/tickets", [("subject", "x"), ("text", "y"), ("companyName", guess)])
      #expect(answer.status == 403, "\(guess)")
    }
  }

  @Test func guessedAddressesOfObserversAreAnsweredAlike() async throws {
    let desk = try await SecretDesk.make()
    let browser = try await desk.browser(of: .own)
    for email in ["foreign@client.example", "nobody@client.example"] {
      for place in [Place.team, .foreign] {
        let answer = try await browser.post("/tickets/\(desk.tickets[place]!.number)/observers", [("email", email)])
        #expect(answer.status == (place == .team ? 403 : 404), "\(email)")
      }
    }
  }

  @Test func guessedAddressesOfRequestersAreAnsweredAlike() async throws {
    let desk = try await SecretDesk.make()
    let browser = try await desk.browser(of: .own)
    for email in ["foreign@client.example", "nobody@client.example"] {
      let answer = try await browser.post("/tickets", [("subject", "x"), ("text", "y"), ("requester", email)])
      #expect(answer.status == 403, "\(email)")
    }
  }
}
