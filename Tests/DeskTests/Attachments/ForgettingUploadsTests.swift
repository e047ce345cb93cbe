import Desk
import DeskTesting
import Storage
import Testing

/// What was uploaded and never sent: kept while somebody means to send it, then forgotten with its bytes.
@Suite struct ForgettingUploadsTests {
  private static let hour: Int64 = 3600

  private func upload(_ browser: Browser, _ content: String) async throws -> String {
    let answer = try await browser.upload("/uploads", files: [("file", "акт.txt", "text/plain", Array(content.utf8))], headers: Asking.json)
    return try #require(try answer.json()["id"] as? String)
  }

  private func isKept(_ id: String, _ desk: TestDesk) async throws -> Bool {
    try await desk.value("SELECT count(*) FROM attachment WHERE public_id = \(id)") == Int64(1)
  }

  @Test func whatNobodyTookWithinADayIsGoneWithItsBytes() async throws {
    let desk = try await TestDesk.make()
    let id = try await upload(desk.browser(of: desk.cast.anna), "забыт")
    let found: String? = try await desk.value("SELECT blob FROM attachment WHERE public_id = \(id)")
    let blob = try #require(found)
    try await desk.pass(seconds: 23 * Self.hour)
    #expect(try await isKept(id, desk), "there is a day to send it")
    try await desk.pass(seconds: 3 * Self.hour)
    #expect(try await !isKept(id, desk))
    let sweep: Int64? = try await desk.value("SELECT count(*) FROM job WHERE kind = 'blob.sweep' AND key = \(blob)")
    #expect(sweep == 1, "its bytes follow")
  }

  /// Those of a draft are the oldest: they do not stand in the way of the rest.
  @Test func manyAreForgottenInSteps() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    try await desk.world.write { [anna = desk.cast.anna] change in
      for number in 0..<700 {
        try change.db.run(
          """
          INSERT INTO attachment (public_id, uploader_id, blob, name, content_type, size, is_public, created_at)
          VALUES (\("x\(number)y"), \(anna), \("blob\(number)"), 'a', 'text/plain', 1, 0, \(Instant(milliseconds: Int64(number))))
          """)
      }
    }
    let begun = (0..<300).map { "x\($0)y" }.joined(separator: " ")
    #expect(try await anna.put("/drafts/new-ticket", [("text", begun), ("format", "fields"), ("base", "0")]).status == 200)
    _ = try await upload(anna, "последний")
    try await desk.pass(seconds: 26 * Self.hour)
    #expect(try await desk.value("SELECT count(*) FROM attachment") == Int64(300))
  }

  @Test func whatWasSentStays() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let id = try await upload(anna, "отправлен")
    #expect(try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "Вот"), ("upload", id)]).status == 303)
    try await desk.pass(seconds: 48 * Self.hour)
    #expect(try await isKept(id, desk))
  }

  /// Somebody goes on with the form the day after tomorrow; thrown away, it takes its files along at the next look.
  @Test func aFileOfABegunTicketWaitsForIt() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let (kept, forgotten) = (try await upload(anna, "к заявке"), try await upload(anna, "ничей"))
    let begun = #"[["subject","Касса"],["upload","\#(kept)","{}"]]"#
    #expect(try await anna.put("/drafts/new-ticket", [("text", begun), ("format", "fields"), ("base", "0")]).status == 200)
    try await desk.pass(seconds: 48 * Self.hour)
    #expect(try await isKept(kept, desk))
    #expect(try await !isKept(forgotten, desk))

    #expect(try await anna.delete("/drafts/new-ticket").status == 204)
    _ = try await upload(anna, "ещё один")
    try await desk.pass(seconds: 26 * Self.hour)
    #expect(try await !isKept(kept, desk))
  }

  @Test func theBegunTicketOfAnotherKeepsNothing() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let id = try await upload(anna, "Аннин")
    let begun = #"[["subject","Касса"],["upload","\#(id)","{}"]]"#
    #expect(try await boris.put("/drafts/new-ticket", [("text", begun), ("format", "fields"), ("base", "0")]).status == 200)
    try await desk.pass(seconds: 26 * Self.hour)
    #expect(try await !isKept(id, desk))
  }

  @Test func aPictureInABegunReplyWaitsForIt() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let id = try await upload(anna, "в ответе")
    let text = "<p><img src=\"/files/\(id)\"></p>"
    #expect(try await anna.put("/tickets/1/drafts/reply", [("text", text), ("format", "html"), ("base", "0")]).status == 200)
    try await desk.pass(seconds: 48 * Self.hour)
    #expect(try await isKept(id, desk))
  }
}
