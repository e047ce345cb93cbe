import Desk
import DeskTesting
import Storage
import Testing

@testable import Channels

/// A mail that names a ticket of somebody else: kept out, shown, and judged by an employee.
@Suite struct RelatedTests {
  /// Olga's ticket, and one that a stranger's mail with its number opened.
  private func named() async throws -> (MailDesk, olgas: Int64, strangers: Int64) {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let row = try await mail.deliver(
      letter(from: "Пётр <petr@elsewhere.example>", subject: "Re: Принтер [#\(ticket)]", id: "one@elsewhere.example", text: "И у нас горит")
    )
    let number: Int64? = try row["ticket_number"]
    #expect(try row["reason"] == "related")
    return (mail, ticket, number!)
  }

  @Test func thePageAsksAndJoiningMovesTheConversation() async throws {
    let (mail, olgas, strangers) = try await named()
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    let page = try await anna.get("/tickets/\(strangers)").text
    #expect(page.contains("В письме указана другая заявка") && page.contains("№ \(olgas). Принтер горит"))
    #expect(page.contains("/tickets/\(strangers)/joining") && page.contains("/tickets/\(strangers)/relation/delete"))
    #expect(!(try await anna.get("/tickets/\(olgas)").text.contains("И у нас горит")))

    let auditor = try await mail.desk.browser(of: mail.desk.cast.audit)
    #expect(!(try await auditor.get("/tickets/\(strangers)").text.contains("/joining")))
    #expect(try await auditor.post("/tickets/\(strangers)/joining", [("into", String(olgas))]).status == 403)
    #expect(try await anna.post("/tickets/\(strangers)/joining", [("into", "999")]).status == 409)

    #expect(try await anna.post("/tickets/\(strangers)/joining", [("into", String(olgas))]).location == "/tickets/\(olgas)")
    #expect(try await anna.get("/tickets/\(strangers)").location == "/tickets/\(olgas)", "the number leads there")
    let joined = try await anna.get("/tickets/\(olgas)").text
    #expect(joined.contains("И у нас горит") && joined.contains("Присоединена заявка № \(strangers)"))
    #expect(joined.contains("value=\"petr@elsewhere.example\""), "its sender is in copy from now on")
    let rows = try await mail.desk.world.read { db in
      try db.rows("SELECT category, message_count, joined_number FROM ticket WHERE number IN (\(olgas), \(strangers)) ORDER BY number")
    }
    #expect(try rows.map { try $0[0] as String } == ["new", "closed"])
    #expect(try rows.map { try $0[1] as Int64 } == [2, 0])
    // Joined once, it is not joined again, and nothing else is done to it.
    let again = try await anna.post("/tickets/\(strangers)/joining", [("into", String(olgas))])
    #expect(again.status == 422 && again.text.contains("объединили с заявкой \(olgas)"))
  }

  @Test func mailToAJoinedTicketReachesTheOneThatLivesOn() async throws {
    let (mail, olgas, strangers) = try await named()
    let id = try await mail.answer(strangers, to: ["petr@elsewhere.example"])
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    _ = try await anna.post("/tickets/\(strangers)/joining", [("into", String(olgas))])
    for answers in [id, "one@elsewhere.example"] {
      let row = try await mail.deliver(letter(from: "petr@elsewhere.example", answers: answers, text: "Ещё \(answers)"))
      #expect(try row["outcome"] == "followUp" && (row["ticket_number"] as Int64?) == olgas)
    }
  }

  @Test func keptApartItIsATicketLikeAnyOther() async throws {
    let (mail, olgas, strangers) = try await named()
    let anna = try await mail.desk.browser(of: mail.desk.cast.anna)
    #expect(try await anna.post("/tickets/\(strangers)/relation/delete").location == "/tickets/\(strangers)")
    let page = try await anna.get("/tickets/\(strangers)").text
    #expect(!page.contains("В письме указана другая заявка") && page.contains("Не связана с заявкой № \(olgas)"))
    #expect(try await anna.post("/tickets/\(strangers)/joining", [("into", String(olgas))]).status == 409)
  }

  @Test func anAnswerToAClosedTicketIsShownAsItsContinuation() async throws {
    let mail = try await MailDesk.make()
    let ticket = mail.desk.cast.printerOnFire
    let id = try await mail.answer(ticket)
    try await mail.desk.world.write { change in
      var closed = try Ticket.forDesk(ticket, in: change)!
      try closed.close(by: .desk, in: change)
    }
    let row = try await mail.deliver(letter(answers: id, text: "Опять горит"))
    #expect(try row["reason"] == "continued")
    let number: Int64? = try row["ticket_number"]
    let page = try await mail.desk.browser(of: mail.desk.cast.anna).get("/tickets/\(number!)").text
    #expect(page.contains("Клиент продолжает закрытую заявку") && !page.contains("/joining"))
  }
}
