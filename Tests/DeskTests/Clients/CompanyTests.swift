import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct CompanyTests {
  @Test func aCompanyIsMadeFoundAndChanged() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let fields = [("name", "АО «Ёлочка»"), ("domains", "@Elka.example, www.elka2.example"), ("note", "VIP\nзвонить"), ("key", "k1")]
    let made = try await anna.post("/companies", fields)
    #expect(made.location == "/companies/2")
    #expect(try await anna.post("/companies", fields).location == "/companies/2")
    #expect(
      try await desk.values("SELECT domain FROM company_domain WHERE company_id = 2 ORDER BY domain") == ["elka.example", "elka2.example"])
    #expect(try await anna.get("/companies?q=%D0%B5%D0%BB%D0%BE%D1%87").text.contains("href=\"/companies/2\""))
    #expect(try await anna.get("/companies/2").text.contains("VIP<br>звонить<br>"))
    let edit = [("name", "Ёлка"), ("domains", "elka.example"), ("note", ""), ("rev", "1")]
    #expect(try await anna.post("/companies/2", edit).location == "/companies/2")
    #expect(try await !anna.get("/companies?q=%D1%91%D0%BB%D0%BE%D1%87%D0%BA%D0%B0").text.contains("href=\"/companies/2\""))
    let stale = try await anna.post("/companies/2", [("name", "Сосна"), ("domains", "elka.example"), ("note", ""), ("rev", "1")])
    #expect(stale.status == 409)
    #expect(stale.text.contains("<td>Ёлка</td><td>Сосна</td>"))
    #expect(stale.text.contains("Изменения: Анна Смирнова,"))
  }

  @Test(arguments: ["gmail.com", "Mail.ru", "yandex.ru", "romashka.example", "не домен", "localhost", "a b.example c"])
  func domainsThatCannotBeACompanys(domain: String) async throws {
    let desk = try await TestDesk.make()
    let answer = try await desk.browser(of: desk.cast.anna).post("/companies", [("name", "Вектор"), ("domains", domain)])
    #expect(answer.status == 422)
    #expect(answer.text.contains("id=\"domains-error\"") && answer.text.contains("value=\"Вектор\""))
    #expect(try await desk.value("SELECT count(*) FROM company") == 1)
  }

  @Test func contactsWhoWroteBeforeJoinTheCompanyOfTheirDomain() async throws {
    let desk = try await TestDesk.make()
    let contact = try await desk.world.write { try Contact.findOrCreate(email: "igor@vector.example", name: "Игорь", in: $0) }
    #expect(contact.companyID == nil)
    let id = try await desk.world.write { try Company.add("Вектор", domains: ["vector.example"], by: .desk, in: $0) }
    #expect(try await desk.value("SELECT company_id FROM contact WHERE id = \(contact.id)") == id)
  }

  @Test func thePageShowsContactsAndTickets() async throws {
    let desk = try await TestDesk.make()
    let page = try await desk.browser(of: desk.cast.audit).get("/companies/\(desk.cast.romashka)")
    #expect(page.text.contains("Ольга Ромашкина") && page.text.contains("Принтер горит") && page.text.contains("romashka.example"))
    #expect(!page.text.contains("/edit"))
  }

  @Test func ticketsOutOfScopeAreNotShown() async throws {
    let desk = try await TestDesk.make()
    try await desk.change("UPDATE role_right SET scope = 'own' WHERE right_key = 'tickets.view'")
    let page = try await desk.browser(of: desk.cast.anna).get("/companies/\(desk.cast.romashka)")
    #expect(page.status == 200 && !page.text.contains("Принтер горит"))
  }

  @Test func whoMayWhat() async throws {
    let desk = try await TestDesk.make()
    let auditor = try await desk.browser(of: desk.cast.audit)
    #expect(try await auditor.get("/companies").status == 200)
    #expect(try await auditor.get("/companies/new").status == 403)
    #expect(try await auditor.post("/companies", [("name", "Х")]).status == 403)
    #expect(try await auditor.post("/companies/1", [("name", "Х"), ("rev", "1")]).status == 403)
    #expect(try await desk.stranger().get("/companies/1").status == 303)
    try await desk.change("DELETE FROM role_right WHERE right_key = 'clients.view'")
    for path in ["/clients", "/companies", "/companies/1", "/contacts", "/contacts/1", "/contacts/search?q=a", "/companies/search?q=a"] {
      #expect(try await desk.browser(of: desk.cast.anna).get(path).status == 403, "\(path)")
    }
  }

  @Test func theListIsPagedByName() async throws {
    let desk = try await TestDesk.make()
    try await desk.world.write { change in
      for number in 1...120 { _ = try Company.add("Компания \(number)", by: .desk, in: change) }
    }
    let anna = try await desk.browser(of: desk.cast.anna)
    for query in ["", "?q=%D0%BA%D0%BE%D0%BC%D0%BF"] {
      var (path, names) = ("/companies\(query)", [String]())
      for _ in 1...5 {
        let page = try await anna.get(path)
        names += page.text.matches(of: #/<span>([^<]+)</span></a></td>/#).map { String($0.1) }
        guard let next = page.text.firstMatch(of: #/rel="next" href="([^"]+)"/#) else { break }
        path = String(next.1).replacing("&amp;", with: "&")
      }
      #expect(names.count == (query.isEmpty ? 121 : 120))
      #expect(Set(names).count == names.count)
    }
  }
}
