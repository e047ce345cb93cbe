import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct ContactTests {
  @Test(arguments: [
    (email: "Pavel@Romashka.example", company: true), ("pavel@gmail.com", false), ("pavel@other.example", false),
  ])
  func mailMakesAContactOfTheCompanyOfItsDomain(email: String, company: Bool) async throws {
    let desk = try await TestDesk.make()
    // Even if somebody managed to enter it, a provider's domain tells nothing.
    try await desk.change("INSERT INTO company_domain (domain, company_id) VALUES ('gmail.com', 1)")
    let contact = try await desk.world.write { try Contact.findOrCreate(email: email, name: " Павел ", in: $0) }
    #expect(contact.name == "Павел")
    #expect((contact.companyID != nil) == company)
    let again = try await desk.world.write { try Contact.findOrCreate(email: email.uppercased(), name: nil, in: $0) }
    #expect(again.id == contact.id)
  }

  @Test func aNamelessContactGetsTheNameThatComesLater() async throws {
    let desk = try await TestDesk.make()
    let first = try await desk.world.write { try Contact.findOrCreate(email: "igor@vector.example", name: nil, in: $0) }
    #expect(first.name == "igor@vector.example")
    let named = try await desk.world.write { try Contact.findOrCreate(email: "igor@vector.example", name: "Игорь Лапин", in: $0) }
    #expect(named.id == first.id && named.name == "Игорь Лапин")
    let kept = try await desk.world.write { try Contact.findOrCreate(email: "igor@vector.example", name: "Spoofed", in: $0) }
    #expect(kept.name == "Игорь Лапин")
  }

  @Test func aContactIsMadeAndChanged() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let fields = [("name", "Пётр Ромашкин"), ("emails", "petr@romashka.example\nPetr2@romashka.example"), ("language", "en"), ("key", "k")]
    #expect(try await anna.post("/contacts", fields).location == "/contacts/2")
    #expect(try await desk.value("SELECT company_id FROM contact WHERE id = 2") == 1)
    let edit = [
      ("name", "Пётр Иванов"), ("emails", "petr2@romashka.example"), ("companyName", "ооо ромашка"), ("language", ""),
      ("note", "бухгалтер"), ("rev", "1"),
    ]
    #expect(try await anna.post("/contacts/2", edit).location == "/contacts/2")
    #expect(try await desk.values("SELECT email FROM contact_email WHERE contact_id = 2") == ["petr2@romashka.example"])
    #expect(try await anna.get("/contacts/2").text.contains("ООО Ромашка"))
    #expect(try await anna.post("/contacts/2", edit).status == 409)
    let log = try await desk.browser(of: desk.cast.audit).get("/settings/audit?subject=contact")
    #expect(log.text.contains("petr@romashka.example, petr2@romashka.example</s> → petr2@romashka.example"))
  }

  @Test(arguments: [
    ("emails", "olga@romashka.example", "emails"), ("emails", "не адрес", "emails"), ("name", "", "name"),
    ("companyName", "Нет такой", "companyName"),
  ])
  func mistakesAreShown(field: String, value: String, problem: String) async throws {
    let desk = try await TestDesk.make()
    var fields = ["name": "Пётр", "emails": "petr@romashka.example", "companyName": ""]
    fields[field] = value
    let answer = try await desk.browser(of: desk.cast.anna).post("/contacts", fields.map { ($0.key, $0.value) })
    #expect(answer.status == 422)
    #expect(answer.text.contains("id=\"\(problem)-error\""))
    #expect(try await desk.value("SELECT count(*) FROM contact") == 1)
  }

  @Test func addressesThatCameBackAreMarkedAndStayMarked() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("UPDATE contact_email SET bounced_at = 1, bounce_reason = '<нет> такого'")
    let anna = try await desk.browser(of: desk.cast.anna)
    #expect(try await anna.get("/contacts/1").text.contains("&lt;нет&gt; такого"))
    let edit = [("name", "Ольга"), ("emails", "olga@romashka.example"), ("companyName", "ООО Ромашка"), ("rev", "1")]
    #expect(try await anna.post("/contacts/1", edit).status == 303)
    #expect(try await desk.value("SELECT bounced_at FROM contact_email") == Int64(1))
  }

  @Test(arguments: [
    ("ром", ["Ольга Ромашкина"]), ("оль", ["Ольга Ромашкина"]), ("рома оль", ["Ольга Ромашкина"]), ("olga@rom", ["Ольга Ромашкина"]),
    ("машк", []),
    ("", []), ("%", []), ("ольга иванова", []), ("РОМ ", ["Ольга Ромашкина"]),
  ])
  func comboboxesFindByBeginningsOfWords(query: String, names: [String]) async throws {
    let desk = try await TestDesk.make()
    // The cast is entered by rows; saving the form gives the contact its words.
    let anna = try await desk.browser(of: desk.cast.anna)
    let edit = [("name", "Ольга Ромашкина"), ("emails", "olga@romashka.example"), ("companyName", "ООО Ромашка"), ("rev", "1")]
    #expect(try await anna.post("/contacts/1", edit).status == 303)
    let answer = try await anna.get("/contacts/search?q=\(query.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)")
    #expect(answer.header("content-type") == "application/json")
    let items = try JSONDecoder().decode([[String: String]].self, from: Data(answer.bytes))
    #expect(items.map { $0["label"] } == names)
    #expect(items.allSatisfy { $0["value"] == "1" && $0["hint"] == "ООО Ромашка, olga@romashka.example" })
  }

  @Test func atMostTwentyAreSuggestedEachOnce() async throws {
    let desk = try await TestDesk.make()
    try await desk.world.write { change in
      for number in 1...30 { _ = try Contact.findOrCreate(email: "ivan\(number)@vector.example", name: "Ivan Ivanov", in: change) }
    }
    let answer = try await desk.browser(of: desk.cast.anna).get("/contacts/search?q=ivan")
    let items = try JSONDecoder().decode([[String: String]].self, from: Data(answer.bytes))
    #expect(items.count == 20)
    #expect(Set(items.compactMap { $0["value"] }).count == 20)
  }
}
