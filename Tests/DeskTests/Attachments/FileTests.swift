import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite struct FileTests {
  /// One pixel.
  static let png: [UInt8] = [UInt8](
    Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")!)

  private func upload(_ browser: Browser, _ name: String, _ type: String, _ bytes: [UInt8]) async throws -> [String: Any] {
    let answer = try await browser.upload("/uploads", files: [("file", name, type, bytes)], headers: Asking.json)
    #expect(answer.status == 201)
    return try answer.json()
  }

  @Test func aPictureGoesUpAndIsShown() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let file = try await upload(anna, "отказ.png", "application/x-anything", Self.png)
    #expect(file["name"] as? String == "отказ.png" && file["type"] as? String == "image/png" && file["size"] as? Int == Self.png.count)
    let url = try #require(file["url"] as? String)
    for path in [url, url + "/thumb", url + "/anything.png"] {
      let answer = try await anna.get(path)
      #expect(answer.status == 200)
      #expect(answer.bytes == Self.png)
      #expect(answer.header("Content-Type") == "image/png")
      #expect(answer.header("Content-Disposition")?.hasPrefix("inline; filename=\"_____.png\"; filename*=UTF-8''%D0%BE") ?? false)
      #expect(answer.header("X-Content-Type-Options") == "nosniff")
      #expect(answer.header("Content-Security-Policy")?.contains("sandbox") ?? false)
    }
  }

  /// What calls itself a picture and is none, and what is one and may run.
  @Test(arguments: [
    ("a.png", "image/png", "<html><script>alert(1)</script>"), ("a.svg", "image/svg+xml", "<svg onload='alert(1)'/>"),
    ("a.html", "text/html", "<script>alert(1)</script>"), ("a.gif", "image/gif", "GIF89a/*"), ("a.jpg", "image/jpeg", "\u{FF}"),
    ("a.xml", "application/xhtml+xml", "<html xmlns='http://www.w3.org/1999/xhtml'/>"), ("a.pdf", "text/html; charset=utf-7", "%PDF"),
    ("a.webp", "image/webp", "RIFF0000WEBPVP8 <script>alert(1)</script>"), ("a.js", "text/javascript", "alert(1)"),
    ("a.txt", "text/plain\r\nSet-Cookie: a=b", "x"), ("a.mht", "multipart/related", "x"), ("a.png", "IMAGE/PNG", "\u{89}PNG\r\n\u{1A}\n"),
  ])
  func whatIsNoPictureIsSaved(name: String, type: String, content: String) async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    _ = try await upload(anna, name, type.replacingOccurrences(of: "\r\n", with: " "), Array(content.utf8))
    // Mail stores what the sender claims.
    try await desk.change("UPDATE attachment SET content_type = \(type.lowercased())")
    let id: String? = try await desk.value("SELECT public_id FROM attachment")
    let answer = try await anna.get("/files/\(id!)/\(name)")
    #expect(answer.status == 200)
    #expect(answer.header("Content-Disposition")?.hasPrefix("attachment; ") ?? false)
    #expect(answer.header("Content-Type") == "application/octet-stream")
    #expect(answer.header("Content-Security-Policy") == "default-src 'none'; sandbox; frame-ancestors 'none'")
  }

  @Test(arguments: [
    ("../../etc/passwd", "passwd"), ("..\\..\\evil.exe", "evil.exe"), ("a\u{202E}gpj.exe", "agpj.exe"),
    ("\u{200B}\u{FEFF}a\u{200D}.txt", "a.txt"),
    ("a\u{0}b.txt", "ab.txt"), (".htaccess", "htaccess"), ("...", "файл"), ("a\u{7F}\u{1B}[31m.txt", "a[31m.txt"),
    ("a;filename=b.txt", "a;filename=b.txt"), ("Акт № 1.pdf", "Акт № 1.pdf"), ("a%0d%0aSet-Cookie: x=y.txt", "a%0d%0aSet-Cookie_ x=y.txt"),
    ("CON.", "CON"), ("a\u{2028}b", "ab"), ("<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png"),
  ])
  func hostileNamesAreMadeFitToBeShown(raw: String, shown: String) async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let file = try await upload(anna, raw, "text/plain", [1])
    #expect(file["name"] as? String == shown)
    let answer = try await anna.get(file["url"] as? String ?? "")
    #expect(answer.status == 200)
    let disposition = answer.header("Content-Disposition") ?? ""
    #expect(disposition.utf8.allSatisfy { (32...126).contains($0) }, "\(disposition)")
    #expect(disposition.components(separatedBy: "\"").count == 3)
    #expect(disposition.components(separatedBy: "filename").count == (shown.contains("filename") ? 5 : 3))
    #expect(answer.header("Set-Cookie") == nil)
  }

  @Test func aVeryLongNameKeepsItsEnding() async throws {
    let desk = try await TestDesk.make()
    let file = try await upload(desk.browser(of: desk.cast.anna), String(repeating: "я", count: 300) + ".pdf", "application/pdf", [1])
    let name = try #require(file["name"] as? String)
    #expect(name.hasSuffix("я.pdf") && name.utf8.count <= 255)
  }

  @Test func programsAreMarked() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    var ids: [(String, String)] = []
    for (name, bytes) in [("счёт.pdf.exe", [1]), ("a.txt", [0x7F, 0x45, 0x4C, 0x46, 2]), ("b.txt", [65])] as [(String, [UInt8])] {
      ids.append(("upload", try await upload(anna, name, "text/plain", bytes)["id"] as? String ?? ""))
    }
    #expect(try await desk.values("SELECT is_executable FROM attachment ORDER BY id") == [1, 1, 0])
    #expect(try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "")] + ids).status == 303)
    let page = try await anna.get("/tickets/1").text
    #expect(page.components(separatedBy: "data-danger").count == 3)
    #expect(try await desk.value("SELECT text FROM message WHERE id = 2") == "счёт.pdf.exe, a.txt, b.txt")
  }

  @Test func rangesAndVersions() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let bytes = (0..<1000).map { UInt8($0 % 251) }
    let url = try await upload(anna, "a.bin", "", bytes)["url"] as? String ?? ""
    let whole = try await anna.get(url)
    let tag = try #require(whole.header("ETag"))
    #expect(whole.bytes == bytes && whole.header("Accept-Ranges") == "bytes")
    #expect(try await anna.get(url, headers: ["If-None-Match": tag]).status == 304)
    let part = try await anna.get(url, headers: ["Range": "bytes=10-19", "If-Range": tag])
    #expect(part.status == 206 && part.bytes == Array(bytes[10...19]) && part.header("Content-Range") == "bytes 10-19/1000")
    #expect(try await anna.get(url, headers: ["Range": "bytes=10-19", "If-Range": "\"other\""]).bytes == bytes)
    #expect(try await anna.get(url, headers: ["Range": "bytes=-5"]).bytes == Array(bytes.suffix(5)))
    let beyond = try await anna.get(url, headers: ["Range": "bytes=1000-"])
    #expect(beyond.status == 416 && beyond.header("Content-Range") == "bytes */1000")
  }

  @Test func aFileIsForWhoReadsItsMessage() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris, auditor) = (
      try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris), try await desk.browser(of: desk.cast.audit)
    )
    let file = try await upload(anna, "a.png", "image/png", Self.png)
    let (id, url) = (try #require(file["id"] as? String), try #require(file["url"] as? String))
    for other in [boris, auditor] { #expect(try await other.get(url).status == 404) }
    #expect(try await boris.delete("/uploads/\(id)", headers: Asking.json).status == 404)
    #expect(
      try await boris.post("/tickets/1/messages", [("kind", "note"), ("text", "a"), ("upload", id)], headers: Asking.json).status == 422)
    #expect(try await desk.stranger().get(url).status == 303)
    #expect(try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "a"), ("upload", id)]).status == 303)
    for other in [boris, auditor] { #expect(try await other.get(url).status == 200) }
    #expect(try await anna.delete("/uploads/\(id)", headers: Asking.json).status == 404, "it belongs to the note now")
    try await desk.change("DELETE FROM role_right WHERE right_key = 'tickets.notes'")
    #expect(try await desk.browser(of: desk.cast.boris).get(url).status == 404)
    #expect(try await desk.browser(of: desk.cast.anna).get("/files/nothere").status == 404)
    #expect(try await auditor.upload("/uploads", files: [("file", "a", "", [1])], headers: Asking.json).status == 403)
    #expect(try await desk.stranger().upload("/uploads", files: [("file", "a", "", [1])], headers: Asking.json).status == 401)
  }

  @Test func onlyOwnPicturesStandInAText() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let mine = try await upload(anna, "a.png", "image/png", Self.png)["url"] as? String ?? ""
    let theirs = try await upload(boris, "b.png", "image/png", Self.png)["url"] as? String ?? ""
    let text =
      "<p>Вот <img src=\"\(mine)\"> и <img src=\"\(theirs)\"> и <img src=\"/files/x/../../y\"><img src=\"https://evil.example/a.png\"></p>"
    #expect(try await anna.post("/tickets/1/messages", [("kind", "reply"), ("text", text), ("format", "html")]).status == 303)
    let html: String = try #require(try await desk.value("SELECT html FROM message WHERE id = 2"))
    #expect(html.contains("<img src=\"\(mine)\""))
    #expect(!html.contains(theirs) && html.components(separatedBy: "<img").count == 2, "\(html)")
    #expect(try await desk.values("SELECT name FROM attachment WHERE message_id = 2 AND is_inline = 1") == ["a.png"])
    #expect(!(try await anna.get("/tickets/1").text.contains("class=\"message-files")), "what stands in the text is not listed under it")
  }

  @Test func tooMuchIsRefusedByName() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let large = [UInt8](repeating: 65, count: (40 << 20) + 1)
    let answer = try await anna.upload("/uploads", files: [("file", "фильм.avi", "video/avi", large)], headers: Asking.json)
    #expect(answer.status == 422)
    let title = try answer.json()["title"] as? String ?? ""
    #expect(title.contains("фильм.avi") && title.contains("40 МБ"))
    let flood = [UInt8](repeating: 65, count: 65 << 20)
    let refused = try await anna.upload("/uploads", files: [("file", "a.avi", "video/avi", flood)], headers: Asking.json)
    #expect(refused.status == 422)
    #expect((try refused.json()["title"] as? String ?? "").contains("64 МБ"))
    #expect(try await anna.upload("/uploads", files: [], headers: Asking.json).status == 422)
  }

  @Test func forgottenUploadsGoAfterADay() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let left = try await upload(anna, "left.txt", "text/plain", [1, 2, 3])
    let drawn = try await upload(anna, "drawn.png", "image/png", Self.png)["url"] as? String ?? ""
    let sent = try await upload(anna, "sent.txt", "text/plain", [1, 2, 3])["id"] as? String ?? ""
    _ = try await anna.post("/tickets/1/messages", [("kind", "note"), ("text", "a"), ("upload", sent)])
    _ = try await anna.put("/tickets/1/drafts/reply", [("text", "<img src=\"\(drawn)\">"), ("format", "html")])
    try await desk.pass(seconds: 23 * 3600)
    #expect(try await anna.get(left["url"] as? String ?? "").status == 200)
    try await desk.pass(seconds: 2 * 3600)
    #expect(try await desk.values("SELECT name FROM attachment ORDER BY name") == ["drawn.png", "sent.txt"])
    try await desk.pass(seconds: 2 * 3600)
    let blob: String? = try await desk.value("SELECT blob FROM attachment WHERE name = 'sent.txt'")
    #expect(desk.world.blobs.has(blob!), "the same bytes are somebody else's file")
  }

  @Test func bytesThatNobodyNamesAreDeleted() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let id = try await upload(anna, "a.txt", "text/plain", [9, 9, 9])["id"] as? String ?? ""
    let blob: String? = try await desk.value("SELECT blob FROM attachment")
    #expect(try await anna.delete("/uploads/\(id)", headers: Asking.json).status == 204)
    #expect(desk.world.blobs.has(blob!))
    // Files carry the time of the machine: far in its future they are old.
    desk.clock.set(Instant(milliseconds: 4_000_000_000_000))
    try await desk.jobs.runDue()
    #expect(!desk.world.blobs.has(blob!))
  }
}
